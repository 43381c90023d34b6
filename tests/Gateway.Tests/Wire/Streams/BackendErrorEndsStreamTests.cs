using System.Text;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

public class BackendErrorEndsStreamTests
{
    [Fact]
    public void Event_WithHalfASurrogatePair_WhereAWordIsLookedFor_IsNoException() =>
        Assert.Equal(AnswerEnd.Truncated, StreamCases.Repair(Sse.Says("a") + Sse.Data("""{"type":"\ud800"}""")).End);

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":500}}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"boom\"}}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"error\":\"boom\"}\n\n")]
    [InlineData("data: {\"code\":50505,\"message\":\"boom\",\"data\":null}\n\n")]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[],\"error\":{\"code\":502,\"message\":\"boom\"}}\n\n")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n")]
    [InlineData("event:error\r\ndata: {\"error\":{\"message\":\"boom\"}}\r\n\r\n")]
    [InlineData("{\"error\":{\"message\":\"boom\"}}\n")]
    [InlineData("{\"error\":\"boom\"}")]
    [InlineData("{\n  \"error\": {\n    \"message\": \"boom\"\n  }\n}\n\ndata: [DONE]\n\n")]
    [InlineData("{\r\n  \"error\": \"boom\"\r\n}")]
    [InlineData("error: {\"code\":500,\"message\":\"boom\",\"type\":\"server_error\"}\n\ndata: [DONE]\n\n")]
    [InlineData("error: boom\n\n")]
    [InlineData("Error:{\"error\":{\"message\":\"boom\"}}\r\n")]
    [InlineData("event: error\ndata: {\"message\":\"boom\",\"code\":\"x\"}\n\ndata: [DONE]\n\n")]
    [InlineData("event: error\ndata: {\"detail\":\"boom\"}\n\n")]
    [InlineData("event: error\ndata: \"boom\"\n\n")]
    [InlineData("event: error\ndata: boom\n\n")]
    [InlineData("event: error\ndata: {\ndata: \"message\":\"boom\"}\n\n")]
    [InlineData("event: stream_error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"boom\"}}\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"boom\",\"type\":\"BadRequestError\",\"code\":400}\n\n")]
    [InlineData("data: {\"detail\":\"boom\"}\n\n")]
    [InlineData("data: [{\"error\":{\"message\":\"boom\",\"code\":500}}]\n\n")]
    [InlineData("data: {\"detail\":[{\"msg\":\"boom\"}]}\n\n")]
    [InlineData(
        "data: "
        + "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\",\"error\":{\"code\":502,\"message\":\"boom\"}}]}\n\n")]
    public void Error_InTheMiddle_IsOneErrorEventWithItsMessage(string error)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + error);
        Assert.Equal("boom", Sse.ErrorAtEnd(repaired.Text));
        Assert.Equal(
            Sse.Says("a")
                + Sse.Data("""{"error":{"message":"boom","type":"upstream_error","param":null,"code":"upstream_stream_interrupted"}}"""),
            repaired.Text);
        Assert.Equal((AnswerEnd.BackendError, "boom"), (repaired.End, repaired.Repair.Failure));
        Assert.True(repaired.Repair.HasStarted);
    }

    [Fact]
    public void Error_BeforeTheAnswer_IsNoStart() =>
        Assert.False(StreamCases.Repair(Sse.Data("""{"error":"boom"}""")).Repair.HasStarted);

    [Fact]
    public void Error_Null_IsNone()
    {
        var stream = Sse.Data($$"""{"error":null,"choices":[{{Sse.Choice("{\"content\":\"a\"}")}}]}""") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("{}")]
    [InlineData("[ ]")]
    public void Error_ThatSaysNothing_IsNone(string error)
    {
        var repaired = StreamCases.Repair(
            Sse.Data($$"""{"id":"c1","error":{{error}},"choices":[{{Sse.Choice("{\"content\":\"a\"}")}}]}""") + Sse.Ends("stop"));
        Assert.Equal(
            Sse.Data($$"""{"id":"c1","choices":[{{Sse.Choice("{\"content\":\"a\"}")}}]}""") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Theory]
    [InlineData(
        """{"choices":[],"created":0,"id":"","model":"","object":"chat.completion.chunk","prompt_filter_results":[{"prompt_index":0}]}""")]
    [InlineData(
        """{"choices":[{"content_filter_results":{"hate":{"filtered":false}},"delta":{},"finish_reason":null,"index":0}],"model":""}""")]
    [InlineData("""{"id":"c","model":"","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],"prompt_filter_results":[]}""")]
    [InlineData("""{"id":"c","model":"","choices":[{"index":0,"delta":{"content":"","annotations":[]},"finish_reason":null}]}""")]
    [InlineData(
        """{"id":"c","model":"","choices":[{"index":0,"delta":{},"finish_reason":null},{"index":1,"delta":{},"finish_reason":null}]}""")]
    public void EmptyModel_BesideAnythingElse_Passes(string data)
    {
        var stream = Sse.Data(data) + Sse.Says("a") + Sse.Data(data);
        Assert.StartsWith(stream, StreamCases.Repair(stream + Sse.Done).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyModel_ThenTheEnd_IsAnErrorWithoutTheEmptyEvent()
    {
        var repaired = StreamCases.Repair(
            Sse.Says("a")
                + Sse.Data(
                    """{"id":"c","model":"","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""));
        Assert.Equal(Sse.Says("a"), repaired.Text[..repaired.Text.IndexOf("data: {\"error\"", StringComparison.Ordinal)]);
        Assert.Equal(StreamCases.CutShort, Sse.ErrorAtEnd(repaired.Text));
    }

    [Theory]
    [InlineData("data: oops\n\n")]
    [InlineData("data: {\"choices\":[}\n\n")]
    [InlineData("data: {} {}\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: {\"choices\":[{\"\\ud800x\":1,\"delta\":{}}]}\n\n")]
    public void Event_NotAJsonObject_IsAnError(string data)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + data + Sse.Ends("stop") + Sse.Done);
        Assert.Contains("not JSON", Sse.ErrorAtEnd(repaired.Text), StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.BackendError, repaired.End);
    }

    [Theory]
    [InlineData("Model service overloaded. Please try again later.")]
    [InlineData("request Aborted: connection reset by peer")]
    [InlineData("Premature close, socket hang up")]
    public void Message_WithWordsThatMakeClientsRepeat_HasThemReplaced(string message)
    {
        var shown = Sse.ErrorAtEnd(StreamCases.Repair(Sse.Says("a") + Sse.Data("{\"error\":{\"message\":\"" + message + "\"}}")).Text);
        Assert.All(["overloaded", "aborted", "connection reset", "premature close", "socket hang up"],
            word => Assert.DoesNotContain(word, shown, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Message_WithTheBackendsKey_HasItTakenOut()
    {
        var repair = StreamCases.NewRepair(scrubber: new SecretScrubber(["abcdef-backend-key"]));
        var stream = Sse.Says("a") + Sse.Data("""{"error":{"message":"bad key abcdef-backend-key"}}""");
        var repaired = StreamCases.Run(repair, Encoding.UTF8.GetBytes(stream));
        Assert.Equal("bad key [redacted]", Sse.ErrorAtEnd(repaired.Text));
        Assert.Equal("bad key [redacted]", repair.Failure);
    }
}
