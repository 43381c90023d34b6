using Gateway.Wire.Errors;

namespace Gateway.Tests.Wire.Errors;

public class StreamErrorTextTests
{
    [Theory]
    [InlineData("x: The backend gave no reason. (status 503)", "x: The backend gave no reason. (status five hundred three)")]
    [InlineData("502 Bad Gateway", "five hundred two Bad Gateway")]
    [InlineData("Error 429: too many requests", "Error four hundred twenty-nine: more requests than it takes")]
    [InlineData("Request was rejected due to rate limiting.", "Request was rejected due to limit on requests.")]
    [InlineData("rate_limit_exceeded", "limit on requests")]
    [InlineData("Gateway Timeout", "Gateway time limit")]
    [InlineData("request timed out", "request took too long")]
    [InlineData("Internal Server Error", "Internal fault of the server")]
    [InlineData("503 Service Unavailable", "five hundred three service is away")]
    [InlineData("connection lost", "connection broken off")]
    [InlineData("read: connection reset by peer", "read: connection broken off by peer")]
    [InlineData("dial tcp: connection refused", "dial tcp: connection not taken")]
    public void Words_ThatHaveAPromptSentAgain_AreSaidOtherwise(string text, string expected) =>
        Assert.Equal(expected, StreamErrorText.WithoutTriggers(text));

    [Theory]
    [InlineData("This model's maximum context length is 4096 tokens.", "This model's longest input is 4096 tokens.")]
    [InlineData(
        "the request exceeds the available context size (4096 tokens)", "the request is beyond what the context holds (4096 tokens)")]
    [InlineData("the input length exceeds the context length", "the input length exceeds the room for text")]
    [InlineData("prompt is too long: 9 > 8", "prompt has no room: 9 > 8")]
    [InlineData("Please reduce the length of the messages.", "Please send less text.")]
    [InlineData("CONTEXT_LENGTH, context-length and contextlength", "room for text, room for text and room for text")]
    public void Words_ThatHaveAConversationShortened_AreSaidOtherwise(string text, string expected)
    {
        Assert.Equal(expected, StreamErrorText.WithoutTriggers(text));
        Assert.Equal(expected, StreamErrorText.WithoutShortening(text));
        Assert.Equal(text, StreamErrorText.WithoutResending(text));
    }

    [Theory]
    [InlineData("(trace req_0a4295005037502)")]
    [InlineData("about 4,500 tokens, 1.502 of 500.5, 500,000 and 500B")]
    [InlineData("glm-500: model-502b is none")]
    [InlineData("length of prompt_tokens (40961) must be less than max_seq_len (32768).")]
    [InlineData("The connection to the backend was lost before the answer was finished.")]
    [InlineData("OLLAMA_CONTEXT_LENGTH at Ollama, contextLength in the configuration")]
    public void Text_ThatOnlyHoldsTheDigits_StaysAsItIs(string text) => Assert.Equal(text, StreamErrorText.WithoutTriggers(text));

    [Theory]
    [InlineData("overloaded 503 timeout, rate limit 429: prompt is too long; service unavailable, connection lost")]
    [InlineData("maximum context length is 500; provider returned error; upstream connect error, reset before headers, terminated")]
    public void Text_SaidOtherwise_HasNothingMoreToSayOtherwise(string text)
    {
        var once = StreamErrorText.WithoutTriggers(text);
        Assert.Equal(once, StreamErrorText.WithoutTriggers(once));
    }
}
