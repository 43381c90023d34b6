using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Backends.Mends;
using Gateway.Requests;
using Gateway.Tests.Wire.Heads;

namespace Gateway.Tests.Attempts;

/// <summary>If a backend refuses something that the gateway added, the request is sent once without it, and that is remembered.</summary>
public sealed class MendedSendTests : IDisposable
{
    private const string UsageRefused = "Unrecognized request argument supplied: stream_options";
    private const string LimitRefused = "Unsupported parameter: 'max_tokens' is not supported with this model.";

    private readonly AttemptRig _rig = new(new AttemptSetup { Body = HeadCases.With("\"stream\":true") }, "a/m", "a/n", "b/m");

    private string Last => _rig.Backends.Bodies[^1];

    [Fact]
    public async Task Addition_ThatIsRefusedByName_IsLeftOut()
    {
        Assert.Equal(200, await SendAsync(0, Replies.Fails(400, UsageRefused), Replies.Says("hi")));
        Assert.Equal([true, false], _rig.Backends.Bodies.Select(b => b.Contains("stream_options", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refusal_OfAStreamsOptions_IsRememberedOfTheBackend()
    {
        await SendAsync(0, Replies.Fails(400, UsageRefused), Replies.Says("hi"));
        await SendAsync(0, Replies.Says("hi"));
        Assert.DoesNotContain("stream_options", Last, StringComparison.Ordinal);
        await SendAsync(1, Replies.Says("hi"));
        Assert.DoesNotContain("stream_options", Last, StringComparison.Ordinal);
        await SendAsync(2, Replies.Says("hi"));
        Assert.Contains("stream_options", Last, StringComparison.Ordinal);
        Assert.Equal("a/m a/m a/m a/n b/m", _rig.Backends.Sent);
    }

    [Fact]
    public async Task Refusal_OfALimit_IsRememberedOfTheModel()
    {
        _rig.Choice.Caps = new AnswerCaps(null, Room: 77, null);
        Assert.Equal(200, await SendAsync(0, Replies.Fails(400, LimitRefused), Replies.Says("hi")));
        Assert.Contains("\"max_completion_tokens\":77", Last, StringComparison.Ordinal);
        // It was refused by name, and nothing else was.
        Assert.Contains("stream_options", Last, StringComparison.Ordinal);
        await SendAsync(0, Replies.Says("hi"));
        Assert.Contains("\"max_completion_tokens\":77", Last, StringComparison.Ordinal);
        await SendAsync(1, Replies.Says("hi"));
        Assert.Contains("\"max_tokens\":77", Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_ByAnotherVersion_IsForgotten()
    {
        await SendAsync(0, Replies.Fails(400, UsageRefused), Replies.Says("hi"));
        _rig.BackendOf(0).State.Answered(DiscoveryResult.Of([]) with { Version = "2" });
        await SendAsync(0, Replies.Says("hi"));
        Assert.Contains("stream_options", Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Additions_ThatAreRefusedOneByOne_AreAllLeftOut()
    {
        _rig.Choice.Caps = new AnswerCaps(null, Room: 77, null);
        Assert.Equal(200, await SendAsync(0, Replies.Fails(400, UsageRefused), Replies.Fails(422, LimitRefused), Replies.Says("hi")));
        Assert.DoesNotContain("stream_options", Last, StringComparison.Ordinal);
        Assert.Contains("\"max_completion_tokens\":77", Last, StringComparison.Ordinal);
        Assert.Equal(Addition.Usage | Addition.Limit, Known(0));
    }

    [Fact]
    public async Task Refusal_OfWhateverIsUnknown_LeavesOutAllButTheLimit()
    {
        _rig.Choice.Caps = new AnswerCaps(null, Room: 77, null);
        Assert.Equal(200, await SendAsync(0, Replies.Fails(422, "Extra inputs are not permitted"), Replies.Says("hi")));
        Assert.DoesNotContain("stream_options", Last, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":77", Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_ThatStandsWithoutTheAddition_TeachesNothing()
    {
        Assert.Equal(400, await SendAsync(0, Replies.Fails(400, UsageRefused), Replies.Fails(400, "the prompt is bad")));
        Assert.Equal(Addition.None, Known(0));
    }

    [Theory]
    [InlineData(400, "the prompt is bad", 1)]
    [InlineData(401, UsageRefused, 1)]
    [InlineData(404, UsageRefused, 1)]
    [InlineData(429, UsageRefused, 1)]
    [InlineData(503, UsageRefused, 1)]
    [InlineData(500, "unknown field in the reader of JSON", 1)]
    [InlineData(500, UsageRefused, 2)]
    [InlineData(501, UsageRefused, 2)]
    [InlineData(422, UsageRefused, 2)]
    public async Task Failure_ThatDoesNotBlameAnAddition_Stands(int status, string message, int sends)
    {
        await SendAsync(0, Replies.Fails(status, message), Replies.Says("hi"));
        Assert.Equal(sends, _rig.Backends.Bodies.Count);
    }

    [Fact]
    public async Task Failure_ThatStands_CanBeReadOnceMore()
    {
        _rig.Backends.Script("a/m", Replies.Fails(400, "the prompt is bad"));
        var (mended, first) = await FirstAsync(0);
        using var stands = await mended.AgainAsync(first, CancellationToken.None);
        Assert.Contains("the prompt is bad", await stands.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ToWhichNothingWasAdded_IsSentOnce()
    {
        using var rig = new AttemptRig("a/m");
        rig.Backends.Script("a/m", Replies.Fails(400, UsageRefused));
        var mended = new MendedSend(rig.Message, rig.Context, rig.BackendOf(0), new AttemptRecord(rig.Context, rig.BackendOf(0), rig[0]));
        using var response = await rig.BackendOf(0).Client.SendAsync(mended.Prepare(), CancellationToken.None);
        Assert.False(mended.MayBeRefused(response));
    }

    public void Dispose() => _rig.Dispose();

    private Addition Known(int index) => _rig.BackendOf(index).State.Additions.Of(_rig[index].Model, _rig.BackendOf(index).State.Version);

    private async Task<int> SendAsync(int index, params Reply[] replies)
    {
        _rig.Backends.Script(_rig[index].ToString(), replies);
        var (mended, response) = await FirstAsync(index);
        using var stands = mended.MayBeRefused(response) ? await mended.AgainAsync(response, CancellationToken.None) : response;
        return (int)stands.StatusCode;
    }

    private async Task<(MendedSend Mended, HttpResponseMessage First)> FirstAsync(int index)
    {
        var backend = _rig.BackendOf(index);
        var mended = new MendedSend(_rig.Message, _rig.Context, backend, new AttemptRecord(_rig.Context, backend, _rig[index]));
        return (mended, await backend.Client.SendAsync(mended.Prepare(), CancellationToken.None));
    }
}
