using System.Text;
using System.Text.RegularExpressions;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A stream that waits for its first event is kept alive by comments, where the operator wants it.</summary>
public sealed class KeepAliveTests
{
    private const string Comment = ": keep-alive\n\n";
    private const string On = "streams: { keepAlive: 15s }";
    private const string Body =
        """{"model":"sim-model","messages":[{"role":"user","content":"count"}],"stream":true,"stream_options":{"include_usage":true}}""";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task Comments_ComeWhileTheBackendIsSilent_AndTheAnswerFollowsByteForByte()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        rig.Open.Script(Rig.OpenModel, new ModelScript { Hold = true, WriteSize = 7 });
        var sent = rig.SendAsync(Body);
        await rig.Open.NextRequestAsync().WaitAsync(Patience);

        _time.Advance(Beat);
        using var response = await sent.WaitAsync(Patience);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", response.Header("X-Accel-Buffering"));
        // Nobody has answered yet.
        Assert.False(response.Headers.Contains("x-gateway-backend"));
        var stream = await response.Content.ReadAsStreamAsync();
        Assert.Equal(Comment, await ReadAsync(stream, Comment.Length));
        for (var i = 0; i < 2; i++)
        {
            _time.Advance(Beat);
            Assert.Equal(Comment, await ReadAsync(stream, Comment.Length));
        }

        rig.Open.Release(Rig.OpenModel);
        var rest = await new StreamReader(stream).ReadToEndAsync().WaitAsync(Patience);
        rig.Open.Script(Rig.OpenModel, new ModelScript { WriteSize = 7 });
        Assert.Equal(WithoutIds(await DirectAsync(rig)), WithoutIds(rest));
        Assert.Contains(
            "backend=open model=sim-model attempts=1", await rig.Gateway.Log.WaitForAsync("Complete"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatBeginsInTime_HasNoComment_AndNoneComesAfterItsFirstEvent()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        rig.Open.Script(Rig.OpenModel, new ModelScript { Fail = FailureMode.Silence, FailAfterChunks = 2 });
        using var response = await rig.SendAsync(Body).WaitAsync(Patience);
        Assert.Equal("open", response.Header("x-gateway-backend"));
        var stream = await response.Content.ReadAsStreamAsync();
        Assert.Equal("data: ", await ReadAsync(stream, 6));

        _time.Advance(Beat * 2);
        rig.Open.Release(Rig.OpenModel);

        var rest = await new StreamReader(stream).ReadToEndAsync().WaitAsync(Patience);
        Assert.DoesNotContain(Comment, rest, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_WithoutTheSetting_StaysSilent()
    {
        await using var rig = await Rig.StartAsync(time: _time);
        rig.Open.Script(Rig.OpenModel, new ModelScript { Hold = true });
        var sent = rig.SendAsync(Body);
        await rig.Open.NextRequestAsync().WaitAsync(Patience);
        _time.Advance(Beat * 2);
        rig.Open.Release(Rig.OpenModel);
        using var response = await sent.WaitAsync(Patience);
        Assert.Equal("open", response.Header("x-gateway-backend"));
        Assert.DoesNotContain(Comment, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidate_ThatFailsAfterAComment_IsFollowedByTheNext()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        using var response = await BeginAsync(rig, "Coder");

        _time.Advance(TimeSpan.FromMinutes(5));

        new Sse(await response.Content.ReadAsStringAsync().WaitAsync(Patience)).Whole();
        var line = await rig.Gateway.Log.WaitForAsync("Complete");
        Assert.Contains("backend=cloud", line, StringComparison.Ordinal);
        Assert.Contains("attempts=2", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_OfAllCandidatesAfterAComment_IsOneErrorEventWithoutDone()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        using var response = await BeginAsync(rig, "Local");

        _time.Advance(TimeSpan.FromMinutes(5));

        var text = await response.Content.ReadAsStringAsync().WaitAsync(Patience);
        var stream = new Sse(text).Broken();
        Assert.Single(stream.Events);
        Assert.Contains("300 seconds", (string?)stream.Error!["message"], StringComparison.Ordinal);
        Assert.Matches("^(: keep-alive\n\n)+data: \\{[^\n]*\\}\n\n$", text);
        var line = await rig.Gateway.Log.WaitForAsync(" Failed ");
        Assert.Contains("200 Failed", line, StringComparison.Ordinal);
        Assert.Contains("ollama/qwen2.5-coder:7b:Timeout", line, StringComparison.Ordinal);
        Assert.DoesNotContain("error= ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_AfterAComment_BreaksTheConnectionOfClientsThatDropErrorEvents()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        rig.Client.DefaultRequestHeaders.UserAgent.ParseAdd("OpenAI/2.15.0 (.NET 10.0.0; Linux)");
        using var response = await BeginAsync(rig, "Local");

        _time.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync().WaitAsync(Patience));
        await rig.Gateway.Log.WaitForAsync("200 Failed");
    }

    [Fact]
    public async Task Client_LeavingWhileItIsSentComments_EndsTheAttempt()
    {
        await using var rig = await Rig.StartAsync(On, time: _time);
        var response = await BeginAsync(rig, "Coder");

        response.Dispose();

        await rig.Ollama.NextClientGoneAsync().WaitAsync(Patience);
        await rig.Gateway.Log.WaitForAsync("ClientClosed");
        Assert.Empty(rig.Cloud.Received);
    }

    // A request that the local model is silent for, with its first comment read.
    private async Task<HttpResponseMessage> BeginAsync(Rig rig, string model)
    {
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var sent = rig.ChatAsync(model, stream: true);
        await rig.Ollama.NextRequestAsync().WaitAsync(Patience);
        _time.Advance(Beat);
        var response = await sent.WaitAsync(Patience);
        Assert.Equal(200, (int)response.StatusCode);
        return response;
    }

    private static async Task<string> DirectAsync(Rig rig)
    {
        using var direct = new HttpClient { BaseAddress = rig.Open.Url };
        using var content = new StringContent(Body, null, "application/json");
        using var original = await direct.PostAsync("/v1/chat/completions", content);
        return await original.Content.ReadAsStringAsync();
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer);
    }

    private static string WithoutIds(string text) => Regex.Replace(text, "\"(id|created)\":(\"[^\"]*\"|[0-9]+)", "");
}
