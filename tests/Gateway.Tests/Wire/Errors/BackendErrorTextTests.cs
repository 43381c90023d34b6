using System.Text;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Wire.Errors;

public class BackendErrorTextTests
{
    private const string NoReason = "The backend gave no reason.";

    [Theory]
    [InlineData("""{"code":20012,"message":"No such model.","data":null}""", "No such model.", "20012")]
    [InlineData("""{"message":"Too many requests. Details: TPM.","data":null}""", "Too many requests. Details: TPM.", null)]
    [InlineData("\"Token is bad\"", "Token is bad", null)]
    [InlineData("404 page not found", "404 page not found", null)]
    [InlineData("502 Bad Gateway", "502 Bad Gateway", null)]
    [InlineData("{\"message\":\"x\"} trailing", "x", null)]
    [InlineData("{\"broken\": ", "{\"broken\":", null)]
    [InlineData(
        """{"error":{"message":"model 'x' not found","type":"not_found_error","param":null,"code":null}}""", "model 'x' not found", null)]
    [InlineData("""{"error":{"code":"insufficient_quota","message":"Pay."}}""", "Pay.", "insufficient_quota")]
    [InlineData("""{"error":"unauthorized","signin_url":"https://example.org"}""", "unauthorized", null)]
    [InlineData(
        """{"error":{"message":"{\"error\":{\"code\":400,\"message\":\"too long\",\"type\":\"exceed_context_size_error\"}}","type":"invalid_request_error"}}""", "too long", "400")]
    [InlineData("""{"error":"{\"no\":\"error\"}"}""", """{"no":"error"}""", null)]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null)]
    [InlineData("""{"detail":[{"msg":"x"}]}""", "x", null)]
    [InlineData(
        """{"detail":[{"type":"missing","loc":["body","messages",0],"msg":"Field required","input":{}},{"loc":["body"],"msg":"y"}]}""",
        "body.messages.0: Field required", null)]
    [InlineData(
        """{"object":"error","message":{"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}""", "body.seed: Extra inputs are not permitted", null)]
    [InlineData("""{"errors":[{"message":"bad input","code":5006}],"success":false,"messages":[]}""", "bad input", "5006")]
    [InlineData("""{"statusCode":400,"message":["one","two"],"error":"Bad Request"}""", "one", null)]
    [InlineData("""{"message":[],"error":"Bad Request"}""", "Bad Request", null)]
    [InlineData("\ufeff{\"error\":{\"message\":\"x\",\"code\":\"c\"}}", "x", "c")]
    [InlineData("""{"error":{"inner":{"message":"no"}},"code":{"a":1}}""", NoReason, null)]
    [InlineData("""{"error":null,"message":"later"}""", "later", null)]
    [InlineData("""{"message":"","code":"x"}""", NoReason, "x")]
    [InlineData("{}", NoReason, null)]
    [InlineData("null", NoReason, null)]
    [InlineData("[1]", NoReason, null)]
    [InlineData("", NoReason, null)]
    [InlineData("  \n", NoReason, null)]
    [InlineData("""{"message":"two\n\n lines\t\u0000\u001b and  gaps "}""", "two lines and gaps", null)]
    public void Body_OfAnyShape_IsRead(string body, string message, string? code)
    {
        var read = BackendErrorText.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((message, code), (read.Message, read.Code));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"not_supported_error"}}""", "not_supported_error")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"m"}}""", "invalid_request_error")]
    [InlineData(
        """{"error":{"message":"{\"error\":{\"message\":\"m\",\"type\":\"exceed_context_size_error\"}}","type":"invalid_request_error"}}""",
        "exceed_context_size_error")]
    [InlineData("""{"error":{"message":"m","type":5}}""", "5")]
    [InlineData("""{"message":"m"}""", null)]
    public void Type_OfTheError_IsThatOfTheInnermost(string body, string? type) =>
        Assert.Equal(type, BackendErrorText.Read(Encoding.UTF8.GetBytes(body)).Type);

    // Ollama's runner said it to Ollama, and a proxy before that passed it on in words of its own.
    [Theory]
    [InlineData(
        """{"error":{"code":400,"message":"request (9 tokens) exceeds","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":8}}""")]
    [InlineData(
        """{"error":{"message":"{\"error\":{\"code\":400,\"message\":\"request (9 tokens) exceeds\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData(
        """{"error":"{\"error\":{\"message\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (9 tokens) exceeds\\\",\\\"type\\\":\\\"exceed_context_size_error\\\",\\\"n_prompt_tokens\\\":9,\\\"n_ctx\\\":8}}\"}}"}""")]
    [InlineData(
        """ "{\"error\":{\"code\":400,\"message\":\"request (9 tokens) exceeds\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}" """)]
    [InlineData(
        """{"detail":"\"{\\\"message\\\":\\\"request (9 tokens) exceeds\\\",\\\"type\\\":\\\"exceed_context_size_error\\\",\\\"n_prompt_tokens\\\":9,\\\"n_ctx\\\":8}\""}""")]
    public void Lengths_HoweverDeepInTexts_AreRead(string body)
    {
        var read = BackendErrorText.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal(
            (new TooLong(8, 9), "exceed_context_size_error", "request (9 tokens) exceeds"), (read.Lengths, read.Type, read.Message));
    }

    // What stands somewhere in a text may be the prompt's.
    [Theory]
    [InlineData("""{"error":{"message":"cannot read: {\"n_ctx\":8,\"message\":\"x\",\"code\":\"insufficient_quota\"}"}}""")]
    [InlineData("""{"error":{"message":"\"{\" is no JSON, and n_ctx is 8"}}""")]
    [InlineData("""{"error":{"message":"m","n_ctx":"8","n_prompt_tokens":9.5}}""")]
    [InlineData("""{"error":{"message":"m","n_ctx":-8,"n_prompt_tokens":99999999999}}""")]
    public void Lengths_ThatMayBeSomebodyElses_AreNot(string body)
    {
        var read = BackendErrorText.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((default, null), (read.Lengths, read.Code));
    }

    [Theory]
    [InlineData("request (4531 tokens) exceeds the available context size (4096 tokens), try increasing it", 4096, 4531)]
    [InlineData(
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4200 in the messages, 800 in the "
        + "completion).", 4096, 4200)]
    [InlineData("This model's maximum context length is 8,192 tokens. However, your messages resulted in 9,000 tokens.", 8192, 9000)]
    [InlineData("maximum model length of 4096", 4096, null)]
    [InlineData(
        "Trying to keep the first 6000 tokens when context the overflows. However, the model is loaded with context length of only 4096 "
        + "tokens", 4096, 6000)]
    [InlineData("litellm.BadRequestError: OpenAIException - {'n_prompt_tokens': 4531, 'n_ctx': 4096}", 4096, 4531)]
    [InlineData("too long", null, null)]
    [InlineData("context size (99999999999 tokens)", null, null)]
    public void Lengths_InWords_AreRead(string message, int? context, int? prompt) =>
        Assert.Equal(new TooLong(context, prompt), TooLong.InWords(message));

    [Fact]
    public void AddressToSignIn_IsNotedAndNotKept()
    {
        var read = BackendErrorText.Read("""{"error":"unauthorized","signin_url":"https://example.org/connect?key=abc"}"""u8);
        Assert.True(read.AsksToSignIn);
        Assert.DoesNotContain("abc", read.ToString(), StringComparison.Ordinal);
        Assert.False(BackendErrorText.Read("""{"error":"unauthorized"}"""u8).AsksToSignIn);
    }

    [Fact]
    public void HtmlPage_OfAProxy_IsReadWithoutItsTags()
    {
        const string Page = """
            <html><head><title>502 Bad Gateway</title><style type="text/css">p { color: red }</style>
            <script>alert("<b>")</script></head>
            <body><h1>502 Bad Gateway</h1><hr>nginx</body></html>
            """;
        Assert.Equal("502 Bad Gateway 502 Bad Gateway nginx", BackendErrorText.Read(Encoding.UTF8.GetBytes(Page)).Message);
    }

    public static TheoryData<byte[]> NoText => new(
        (byte[])[.. "{\"message\":\"a"u8, 0xFF, .. "b\"}"u8],
        [.. "{\"message\":\"a\\ud800b\"}"u8],
        [.. "{\"\\ud800rr\":\"a\"}"u8],
        [.. "\""u8, 0xC3, .. "\""u8],
        [0xFF, 0xFE, 0x00]);

    [Theory]
    [MemberData(nameof(NoText))]
    public void Body_NotValidUnicode_IsReadAllTheSame(byte[] body) => Assert.NotEmpty(BackendErrorText.Read(body).Message);
}
