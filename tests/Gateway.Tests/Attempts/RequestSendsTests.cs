using Gateway.Attempts;
using Gateway.Backends;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Attempts;

/// <summary>The sends of a request are counted for each backend and in all.</summary>
public sealed class RequestSendsTests
{
    private readonly RequestSends _sends = new();
    private readonly BackendState _one = new(new FakeTimeProvider());
    private readonly BackendState _other = new(new FakeTimeProvider());

    [Fact]
    public void Sends_ToSeveralBackends_AreCountedApartAndTogether()
    {
        _sends.Add(_one);
        _sends.Add(_other);
        _sends.Add(_one);
        Assert.Equal((2, 1, 3), (_sends.Of(_one), _sends.Of(_other), _sends.Total));
    }

    [Fact]
    public void Send_ThatIsExcused_CountsNoMore_ButTheBackendHasHadTheRequest()
    {
        Assert.True(_sends.IsFirst(_one));
        _sends.Add(_one);
        _sends.Excuse(_one);
        Assert.Equal((0, 0, false), (_sends.Of(_one), _sends.Total, _sends.IsFirst(_one)));
        Assert.True(_sends.IsFirst(_other));
        Assert.Equal(0, _sends.Of(_other));
    }
}
