using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Gateway.Attempts;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Wire.Errors;

public class ErrorCatalogTests
{
    public static TheoryData<string> Names => [.. Methods.Select(m => m.Name), .. Enum.GetNames<BackendFailure>()];

    private static IEnumerable<MethodInfo> Methods =>
        typeof(ApiErrors).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name != nameof(ApiErrors.AttemptsFailed));

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_OfTheCatalog_IsOneThatClientsUnderstand(string name)
    {
        var error = Create(name);
        Assert.InRange(error.Status, 400, 599);
        Assert.NotEmpty(error.Message);
        Assert.NotEmpty(error.Code);
        // Clients send the whole prompt again on these types.
        Assert.NotEqual("server_error", error.Type);
        Assert.True(error.RetryAfterSeconds is null or (> 0 and < 60));
        Assert.False(error.Final && error.RetryAfterSeconds is not null);
    }

    // Those that no waiting heals, though their status sounds like it.
    private static readonly string[] FinalAtOnce =
        [nameof(ApiErrors.NoBackend), nameof(ApiErrors.FrontEndNotSetUp), nameof(BackendFailure.Credential), nameof(BackendFailure.Refused),
        nameof(ApiErrors.RefusedByBackend)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_IsFinal_UnlessWaitingHealsIt(string name)
    {
        var error = Create(name);
        Assert.Equal(error.Status is not (408 or 429 or >= 500) || FinalAtOnce.Contains(name), error.Final);
    }

    [Theory]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(500, "api_error")]
    [InlineData(503, "overloaded_error")]
    public void Body_ForAnthropicsClients_HasAnthropicsShape(int status, string type)
    {
        var body = JsonDocument.Parse(ErrorBody.ToBytes(new ApiError(status, "x", "x", "It failed."), ErrorDialect.Anthropic)).RootElement;
        Assert.Equal($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"It failed."}}""", body.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Body_OfAnError_HasOpenAisShape(string name)
    {
        var error = Create(name);
        var body = JsonDocument.Parse(ErrorBody.ToBytes(error)).RootElement;
        Assert.Equal(["error"], body.EnumerateObject().Select(p => p.Name));
        var inner = body.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], inner.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (error.Message, error.Type, error.Param, error.Code),
            (inner.GetProperty("message").GetString(), inner.GetProperty("type").GetString(), inner.GetProperty("param").GetString(),
                inner.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(BackendFailure.Credential, 502)]
    [InlineData(BackendFailure.OutOfCredit, 402)]
    [InlineData(BackendFailure.RateLimited, 429)]
    [InlineData(BackendFailure.ModelMissing, 404)]
    [InlineData(BackendFailure.Timeout, 504)]
    [InlineData(BackendFailure.BadAnswer, 502)]
    [InlineData(BackendFailure.ContextTooLong, 400)]
    [InlineData(BackendFailure.Unavailable, 503)]
    internal void Attempts_Failed_StatusTellsTheClassNotTheBackends(BackendFailure failure, int status) =>
        Assert.Equal(status, ApiErrors.AttemptsFailed(failure, "x").Status);

    [Fact]
    public void Failure_OfAnyClass_HasWordsForWhoReadsTheError() =>
        Assert.All(Enum.GetValues<BackendFailure>().Except([BackendFailure.None]), f => Assert.NotEmpty(FailureWords.Of(f)));

    [Fact]
    public void ModelNotFound_NearNames_AreOffered()
    {
        Assert.Contains(
            "Did you mean Coder or Chat?", ApiErrors.ModelNotFound("Codr", ["Coder", "Chat"], null).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mean", ApiErrors.ModelNotFound("x", [], null).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("模型 \"x\" </script>\n", "模型 \"x\" </script>\n")]
    [InlineData("Overloaded: ABORTED", "at capacity: broken off")]
    public void StreamEvent_AnyMessage_IsOneLineWithoutChoices(string message, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorBody.WriteStreamEvent(output, message);
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.StartsWith("data: {\"error\":{\"message\":", text, StringComparison.Ordinal);
        Assert.Equal(text.Length - 2, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal(expected, Gateway.Tests.Wire.Streams.Sse.ErrorAtEnd(text));
    }

    private static ApiError Create(string name)
    {
        if (Enum.TryParse<BackendFailure>(name, out var failure))
        {
            return ApiErrors.AttemptsFailed(failure, "It failed.");
        }

        var method = Methods.Single(m => m.Name == name);
        return (ApiError)method.Invoke(null, [.. method.GetParameters().Select(p => ValueFor(p.ParameterType))])!;
    }

    private static object ValueFor(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(int) => 418,
        _ when type == typeof(long) => 5L,
        _ => new[] { "Coder" },
    };
}
