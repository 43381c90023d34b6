using Gateway.Health;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>Memory is bounded, and a shortage of memory ends no running answer.</summary>
public sealed class ReliabilityMemoryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly FakeMemory _memory = new();

    [Fact]
    public async Task MemoryAt95Percent_RefusesNewWorkAndFinishesWhatRuns()
    {
        await using var rig = await StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { TokensPerSecond = 40, Words = 40 });
        using var running = await rig.ChatAsync("Local", stream: true);
        LookAt(950);

        using var refused = await rig.ChatAsync("Cloud");
        var error = await refused.ErrorAsync(503);
        Assert.Equal("gateway_at_capacity", (string?)error["code"]);
        Assert.Equal("2", refused.Header("retry-after"));
        // Some clients send the whole prompt again for a word.
        Assert.Equal((string?)error["message"], StreamErrorText.WithoutTriggers((string)error["message"]!));
        Assert.Empty(rig.Cloud.Received);
        // By a client's own spelling of the address too.
        using var alias = await rig.Client.PostAsync("/chat/completions", null);
        await alias.ErrorAsync(503);

        Assert.Equal((200, "ok"), await GetAsync(rig, "/healthz"));
        Assert.Equal((503, "overloaded"), await GetAsync(rig, "/readyz"));
        new Sse(await running.Content.ReadAsStringAsync()).Whole();
    }

    [Fact]
    public async Task Memory_IsShortFrom90PercentAndEnoughUnder85()
    {
        await using var rig = await StartAsync();
        foreach (var (used, status) in new[] { (899, 200), (900, 503), (850, 503), (849, 200), (899, 200) })
        {
            LookAt(used);
            Assert.Equal((used, status), (used, (await GetAsync(rig, "/v1/models")).Status));
        }

        Assert.Contains(rig.Gateway.Log.Lines, l => l.StartsWith("Warning 1010", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Garbage_IsCollectedBeforeAnyoneIsRefused_AndNotEverySecond()
    {
        await using var rig = await StartAsync();
        _memory.Garbage = 500 * FakeMemory.MiB;
        LookAt(950);
        Assert.Equal((200, 1), ((await GetAsync(rig, "/readyz")).Status, _memory.Collections));

        _memory.Garbage = 500 * FakeMemory.MiB;
        LookAt(950);
        Assert.Equal((503, 1), ((await GetAsync(rig, "/readyz")).Status, _memory.Collections));
        // Nothing new is allocated while all is refused, so nobody but the watch would ever collect.
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Second);
        }

        Assert.Equal((200, 2), ((await GetAsync(rig, "/readyz")).Status, _memory.Collections));
    }

    [Fact]
    public async Task MemoryLimit_OfTheConfiguration_GoesBeforeTheMachines()
    {
        await using var rig = await StartAsync("limits: { memory: 100MiB }");
        LookAt(91);
        Assert.Equal(503, (await GetAsync(rig, "/v1/models")).Status);
    }

    [Fact]
    public void ProcessMemory_IsThisProcesssAndWithinItsLimit()
    {
        var memory = new ProcessMemory();
        Assert.InRange(memory.Used, 10 * FakeMemory.MiB, memory.Limit);
    }

    [Theory]
    [InlineData(62, 200)]
    [InlineData(63, 400)]
    public async Task Json_DeeperThan64_IsRefused(int arrays, int status)
    {
        await using var rig = await Rig.StartAsync();
        // The body's own object is a level, and so is the number inside.
        var deep = new string('[', arrays) + "[1]" + new string(']', arrays);
        using var response = await rig.SendAsync($$"""{"model":"Local","messages":[{"role":"user","content":"x"}],"z":{{deep}}}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200, rig.Ollama.Received.Count == 1);
    }

    [Theory]
    [InlineData(4096, 200)]
    [InlineData(4097, 400)]
    public async Task Messages_Beyond4096_AreRefused(int count, int status)
    {
        await using var rig = await Rig.StartAsync();
        var messages = string.Join(',', Enumerable.Repeat("""{"role":"user","content":"x"}""", count));
        using var response = await rig.SendAsync($$"""{"model":"Cloud","messages":[{{messages}}]}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200, rig.Cloud.Received.Count == 1);
    }

    // Whoever sends them without end is answered all the same.
    [Theory]
    [InlineData("{\"messages\":[", "{},")]
    [InlineData("{\"model\":\"messages\",\"tools\":[1,2],\"messages\":[", "{\"role\":\"user\",\"content\":\"a, \\\"b\\\\\"},")]
    [InlineData("{\"x\":{\"messages\":[1,2]},\"messages\" : [ ", "{ \"content\" : [ {} , {} ] } ,\n")]
    public async Task Messages_BeyondTheLimit_AreRefusedBeforeTheBodyEnds(string start, string message)
    {
        await using var rig = await Rig.StartAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(rig.Gateway.Url.Host, rig.Gateway.Url.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + $"30000000\r\n\r\n{start}"));
        for (var i = 0; i < 4_200; i++)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(message));
        }

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, 10, "200")]
    [InlineData(101, 10, "431")]
    [InlineData(5, 7000, "431")]
    public async Task Headers_Beyond32KiBOr100_AreRefused(int count, int length, string status)
    {
        await using var rig = await Rig.StartAsync();
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url, $"GET /healthz HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\nConnection: close\r\n{headers}\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_HoldsNoMoreThan256KiBOfTheServersBuffers()
    {
        await using var rig = await Rig.StartAsync();
        var limits = rig.Gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        const int CopyBuffer = 64 * 1024;
        Assert.InRange(limits.MaxRequestBufferSize!.Value + limits.MaxResponseBufferSize!.Value + CopyBuffer, 0, 256 * 1024);
    }

    private Task<Rig> StartAsync(string extra = "") =>
        Rig.StartAsync(extra, time: _time, services: services => services.AddSingleton<IProcessMemory>(_memory));

    private void LookAt(long usedMiB)
    {
        _memory.Used = usedMiB * FakeMemory.MiB;
        _time.Advance(Second);
    }

    private static async Task<(int Status, string Body)> GetAsync(Rig rig, string path)
    {
        using var response = await rig.Client.GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
