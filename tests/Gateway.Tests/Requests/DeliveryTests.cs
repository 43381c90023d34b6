using Gateway.Requests;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Requests;

/// <summary>The account of a delivery: whose time it was, and which work was begun in vain.</summary>
public sealed class DeliveryTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Inquiry _inquiry;
    private readonly Delivery _delivery;

    public DeliveryTests()
    {
        _inquiry = new Inquiry("r", _time.GetTimestamp());
        _delivery = new Delivery(new Choice(_inquiry, null!));
    }

    [Fact]
    public void TimeInLine_BeforeTheFirstSend_IsNotTheGateways()
    {
        _delivery.StoodInLine(3, s_second);
        _delivery.WaitedForOthers(2 * s_second);
        Assert.Equal(3 * s_second, _inquiry.Waited);
    }

    [Fact]
    public void TimeInLine_AfterTheFirstSend_CountsAsQueuedAlone()
    {
        _delivery.FirstSentAt = _time.GetTimestamp();
        _delivery.StoodInLine(3, s_second);
        _delivery.WaitedForOthers(2 * s_second);
        Assert.Equal((TimeSpan.Zero, (3, s_second)), (_inquiry.Waited, _delivery.Queued!.Value));
    }

    [Fact]
    public void Queued_InSeveralLines_IsTheirSumFromTheFirstPlace()
    {
        _delivery.StoodInLine(3, s_second);
        _delivery.StoodInLine(7, 2 * s_second);
        Assert.Equal((3, 3 * s_second), _delivery.Queued);
    }

    [Fact]
    public void LimitOnTheWhole_IsPutOffByTheTimeInLineAlone()
    {
        Assert.Equal(_inquiry.ReceivedAt, _delivery.CountsFrom(_time));
        _delivery.WaitedForOthers(5 * s_second);
        Assert.Equal(_inquiry.ReceivedAt, _delivery.CountsFrom(_time));
        _delivery.StoodInLine(1, 2 * s_second);
        Assert.Equal(2 * s_second, _time.GetElapsedTime(_inquiry.ReceivedAt, _delivery.CountsFrom(_time)));
    }

    [Fact]
    public void Spent_Answer_IsAddedToAProgressOfItsOwn()
    {
        var before = _delivery.Progress = new Progress { Attempts = 2 };
        SpentAnswer first = InVain(), second = InVain();
        _delivery.Spend(first);
        _delivery.Spend(second);
        Assert.Equal([first, second], _delivery.Progress.Spent);
        Assert.Equal(2, _delivery.Progress.Attempts);
        Assert.Empty(before.Spent);
        Assert.Empty(Progress.None.Spent);
    }

    private static SpentAnswer InVain() => new(null!, null, AnswerEnd.Truncated) { Prompt = 1 };
}
