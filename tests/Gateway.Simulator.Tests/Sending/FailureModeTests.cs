using System.Net.Sockets;
using System.Text;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Tests.Sending;

public class FailureModeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FailureMode.ErrorEvent, "\n\ndata: {\"error\":", false)]
    [InlineData(FailureMode.ErrorEventThenDone, "\n\ndata: {\"error\":", true)]
    [InlineData(FailureMode.NamedErrorEvent, "\n\nevent: error\ndata: {\"error\":", false)]
    [InlineData(FailureMode.BareJsonError, "\n\n{\"error\":", false)]
    [InlineData(FailureMode.EmptyModelChunk, "\"model\":\"\"", false)]
    [InlineData(FailureMode.PlainEnd, "", false)]
    [InlineData(FailureMode.CloseDelimitedEnd, "", false)]
    [InlineData(FailureMode.ReasonlessDone, "", true)]
    public async Task Stream_EndsEarly_WithoutFinishReason(FailureMode fail, string sign, bool done)
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Script(client.Model, new() { Fail = fail });
        var stream = await client.StreamAsync();

        Assert.Contains(sign, stream);
        Assert.Equal(done, stream.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
        Assert.DoesNotContain("\"finish_reason\":\"", stream);
        Assert.Equal(
            new ServedCounts { Requests = 1, MostAtOnce = 1, Chunks = 3, CompletionTokens = 3, PromptTokens = 2, Failures = 1 },
            client.Backend.Served);
    }

    [Fact]
    public async Task CloseDelimitedEnd_HasNoFraming()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = FailureMode.CloseDelimitedEnd });
        using var socket = await client.SendRawAsync(client.Request(true));
        var (text, reset) = await ReadAsync(socket);

        Assert.False(reset);
        Assert.Contains("Connection: close\r\n", text);
        Assert.DoesNotContain("Transfer-Encoding", text);
        Assert.DoesNotContain("Content-Length", text);
        Assert.Equal(3, Client.Chunks(text).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_IsATcpReset_BehindWhatWasSent(bool stream)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = FailureMode.Reset });
        using var socket = await client.SendRawAsync(client.Request(stream));
        var (text, reset) = await ReadAsync(socket);

        Assert.True(reset);
        Assert.Equal(stream ? 3 : 0, Client.Chunks(text).Count);
        Assert.StartsWith("HTTP/1.1 200 OK", text);
        Assert.Equal(0, client.Backend.Served.ClientsGone);
    }

    [Fact]
    public async Task Reset_BeforeAnyChunkOfOllama_SendsNothing()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Script(client.Model, new() { Fail = FailureMode.Reset, FailAfterChunks = 0 });
        using var socket = await client.SendRawAsync(client.Request(true));

        Assert.Equal(("", true), await ReadAsync(socket));
    }

    [Fact]
    public async Task Silence_EndsWithRelease()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = FailureMode.Silence });
        using var response = await client.PostAsync(client.Request(true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        for (var chunk = 0; chunk < 3; chunk++)
        {
            Assert.StartsWith("data: ", await reader.ReadLineAsync(Stop));
            await reader.ReadLineAsync(Stop);
        }
        var next = reader.ReadToEndAsync(Stop);
        Assert.False(next.IsCompleted);
        client.Backend.Release(client.Model);

        Assert.EndsWith("[DONE]\n\n", await next);
    }

    [Fact]
    public async Task Malformed_IsALineThatIsNotJson_AndGoesOn()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = FailureMode.Malformed });
        var stream = await client.StreamAsync();

        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Client.Chunks(stream));
        Assert.Contains("\"finish_reason\":\"stop\"", stream);
    }

    [Fact]
    public async Task CutToolCall_LooksFinished()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new()
        {
            Fail = FailureMode.CutToolCall,
            ToolCalls = [new() { Name = "f", Arguments = """{"a":"bcd"}""" }],
        });
        var answer = await client.AskAsync();

        Assert.Equal("""{"a":""", (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]);
        var stream = await client.StreamAsync();
        Assert.Contains("\"finish_reason\":\"tool_calls\"", stream);
        Assert.EndsWith("[DONE]\n\n", stream);
    }

    [Theory]
    [InlineData(FailureMode.PlainEnd)]
    [InlineData(FailureMode.CloseDelimitedEnd)]
    [InlineData(FailureMode.Malformed)]
    public async Task NotStreamed_BodyIsCut(FailureMode fail)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = fail });

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => client.AskAsync());
    }

    [Fact]
    public async Task NotStreamed_ErrorEvent_IsAnErrorObjectUnder200()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Fail = FailureMode.ErrorEvent });
        using var response = await client.PostAsync(client.Request(false));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.StartsWith("{\"error\":{", await response.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<(string Text, bool Reset)> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Stop) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
            return (text.ToString(), false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return (text.ToString(), true);
        }
    }
}
