using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The choice of the one error that stands for the failures of all attempts.</summary>
public sealed class AttemptErrorsTests : IDisposable
{
    private readonly AttemptRig _rig = new("a/m", "b/m", "c/m");

    [Theory]
    [InlineData(nameof(BackendFailure.Busy), 503, "backend_busy", 2)]
    [InlineData(nameof(BackendFailure.Loading), 503, "backend_loading", 5)]
    [InlineData(nameof(BackendFailure.RateLimited), 429, "rate_limit_exceeded", 5)]
    [InlineData(nameof(BackendFailure.Timeout), 504, "upstream_timeout", null)]
    [InlineData(nameof(BackendFailure.Unavailable), 503, "upstream_unavailable", 2)]
    [InlineData(nameof(BackendFailure.BadAnswer), 502, "upstream_error", null)]
    [InlineData(nameof(BackendFailure.Refused), 502, "upstream_error", null)]
    [InlineData(nameof(BackendFailure.Credential), 502, "upstream_error", null)]
    [InlineData(nameof(BackendFailure.OutOfCredit), 402, "insufficient_quota", null)]
    [InlineData(nameof(BackendFailure.Incapable), 400, "upstream_refused", null)]
    [InlineData(nameof(BackendFailure.ModelMissing), 404, "model_not_found", null)]
    [InlineData(nameof(BackendFailure.ClientFault), 400, "upstream_refused", null)]
    public void Failure_OfAKind_HasItsStatusItsCodeAndItsPause(string kind, int status, string code, int? retryAfter)
    {
        var error = Combine(Failure(0, kind));
        Assert.Equal((status, code, retryAfter), (error.Status, error.Code, error.RetryAfterSeconds));
        Assert.Equal("a/m: words", error.Message);
    }

    // In the order of hope: each goes before all that follow it.
    [Fact]
    public void Failures_OfSeveralKinds_AreToldAsTheOneLikeliestToPass()
    {
        string[] hopes =
        [
            nameof(BackendFailure.Busy), nameof(BackendFailure.Loading), nameof(BackendFailure.RateLimited), nameof(BackendFailure.Timeout),
            nameof(BackendFailure.Unavailable), nameof(BackendFailure.BadAnswer), nameof(BackendFailure.Refused),
            nameof(BackendFailure.Credential),
            nameof(BackendFailure.OutOfCredit), nameof(BackendFailure.Incapable), nameof(BackendFailure.ModelMissing),
        ];
        for (var i = 0; i + 1 < hopes.Length; i++)
        {
            var (alone, both) = (Combine(Failure(0, hopes[i])), Combine(Failure(1, hopes[i + 1]), Failure(0, hopes[i])));
            Assert.Equal((alone.Status, alone.Code), (both.Status, both.Code));
            Assert.Equal("No candidate of 'Work' answered. b/m: words; a/m: words", both.Message);
        }
    }

    [Theory]
    [InlineData(400, "bad_thing", 400, "bad_thing")]
    [InlineData(422, "bad_thing", 422, "bad_thing")]
    [InlineData(422, null, 422, "upstream_refused")]
    [InlineData(403, "no_such_thing", 400, "upstream_refused")]
    public void Fault_OfTheRequest_GoesBeforeAllElseInTheBackendsWords(int status, string? code, int told, string toldCode)
    {
        var error = Combine(
            Failure(1, nameof(BackendFailure.ClientFault), status) with { Code = code }, Failure(0, nameof(BackendFailure.Busy)));
        Assert.Equal((told, toldCode, true), (error.Status, error.Code, error.Final));
        Assert.Equal("b/m: words", error.Message);
    }

    [Fact]
    public void Incapability_IsToldWithItsOwnCode()
    {
        var error = Combine(
            Failure(0, nameof(BackendFailure.ModelMissing)), Failure(1, nameof(BackendFailure.Incapable), 400) with { Code = "no_tools" });
        Assert.Equal((400, "no_tools"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData(3.2, 4, null)]
    [InlineData(5.0, 5, null)]
    [InlineData(60.0, 5, "60 seconds")]
    [InlineData(119.5, 5, "120 seconds")]
    [InlineData(120.0, 5, "2 minutes")]
    [InlineData(601.0, 5, "11 minutes")]
    public void Pause_ThatABackendAskedFor_IsToldAndWhereLongInWords(double seconds, int retryAfter, string? words)
    {
        var error = Combine(Failure(0, nameof(BackendFailure.RateLimited)) with { RetryAfter = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(retryAfter, error.RetryAfterSeconds);
        Assert.Equal(words is null ? "a/m: words" : $"a/m: words. It may be asked again in {words}.", error.Message);
    }

    [Fact]
    public void Pauses_OfSeveral_AreTheShortestOfTheKindThatIsTold()
    {
        var error = Combine(
            Failure(0, nameof(BackendFailure.RateLimited)) with { RetryAfter = TimeSpan.FromSeconds(4) },
            Failure(1, nameof(BackendFailure.RateLimited)) with { RetryAfter = TimeSpan.FromSeconds(3) },
            Failure(2, nameof(BackendFailure.Unavailable)) with { RetryAfter = TimeSpan.FromSeconds(1) });
        Assert.Equal(3, error.RetryAfterSeconds);
    }

    [Fact]
    public void Backends_ThatAreAllAway_AreToldAsWhatIsMissing()
    {
        foreach (var backend in _rig.Snapshot.All)
        {
            backend.State.Failed($"nobody answers at {backend.Name}", isUnreachable: true);
        }

        var error = Combine(Failure(0, nameof(BackendFailure.Unavailable)));
        Assert.Equal((503, "no_backend_available"), (error.Status, error.Code));
        Assert.Contains("nobody answers at b", error.Message, StringComparison.Ordinal);
        Assert.Equal("backend_busy", Combine(Failure(0, nameof(BackendFailure.Unavailable)), Failure(1, nameof(BackendFailure.Busy))).Code);
    }

    // Clients shorten a conversation on the one code, and give up on the other.
    [Theory]
    [InlineData(3, "context_length_exceeded")]
    [InlineData(0, "prompt_too_long")]
    public void Prompt_ThatIsTooLong_IsToldByWhetherThereIsAnythingToLeaveOut(int earlier, string code)
    {
        var turns = string.Concat(
            Enumerable.Repeat($$"""{"role":"user","content":"{{new string('a', 4000)}}"},{"role":"assistant","content":"b"},""", earlier));
        using var rig = new AttemptRig(
            new AttemptSetup
            {
                Body = HeadCases.Saying($$"""[{{turns}}{"role":"user","content":"hi"}]"""),
                Models = [new ModelConfig { Model = "m", ContextLength = 100_000 }]
            }, "a/m");
        var failure = AttemptRig.FailureOf(rig[0], BackendFailure.ContextTooLong, 400, "too long.") with
        {
            Lengths = new TooLong(2000, 5000)
        };
        var error = AttemptErrors.Combine(rig.Delivery, [AttemptRig.FailureOf(rig[0], BackendFailure.Busy), failure], rig.Snapshot);
        Assert.Equal((400, code), (error.Status, error.Code));
        Assert.StartsWith("a/m: too long. The prompt has ", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();

    private AttemptFailure Failure(int index, string kind, int status = 0) =>
        AttemptRig.FailureOf(_rig[index], Enum.Parse<BackendFailure>(kind), status);

    private ApiError Combine(params AttemptFailure[] failures) => AttemptErrors.Combine(_rig.Delivery, failures, _rig.Snapshot);
}
