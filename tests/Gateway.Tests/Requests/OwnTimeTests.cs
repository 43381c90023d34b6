using Gateway.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Requests;

/// <summary>The part of a request's time that is the gateway's own.</summary>
public sealed class OwnTimeTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Inquiry _inquiry;
    private readonly Delivery _delivery;

    public OwnTimeTests()
    {
        _inquiry = new Inquiry("r", _time.GetTimestamp());
        _delivery = new Delivery(new Choice(_inquiry, null!));
    }

    [Fact]
    public void Own_IsWithoutTheUploadTheLineTheHoldBackAndTheCounting()
    {
        Waits(500, _inquiry.Waits);
        Pass(3);
        Waits(700, _inquiry.Waits);
        Waits(200, _delivery.WaitedForOthers);
        Waits(4000, waited => _delivery.StoodInLine(2, waited));
        Pass(4);
        Send();
        Pass(9000);
        Assert.Equal(7 * s_moment, Of(_delivery).Own);
    }

    [Fact]
    public void Own_OfAWholeAnswer_GoesOnWhenItIsThere()
    {
        Pass(3);
        Send();
        Pass(900);
        // Answers that are asked for again stand in line again, which is behind the first send.
        Waits(100, waited => _delivery.StoodInLine(1, waited));
        Answer(stream: null);
        Pass(5);
        Assert.Equal(8 * s_moment, Of(_delivery).Own);
    }

    [Fact]
    public void Own_OfAStream_EndsWithTheFirstSend()
    {
        Pass(3);
        Send();
        Pass(900);
        var answer = new AnswerState { ReasoningName = default };
        Answer(new StreamRepair(answer, new StreamSettings("r", "m", 1, false, SecretScrubber.None)));
        Pass(5);
        Assert.Equal(3 * s_moment, Of(_delivery).Own);
    }

    [Fact]
    public void Own_OfWhatWasNeverSent_EndsWithTheRequest()
    {
        Pass(3);
        Waits(50, _inquiry.Waits);
        Pass(4);
        Assert.Equal((7 * s_moment, null), (Of(null).Own, Of(null).FirstByte));
    }

    [Fact]
    public void Own_IsNeverLessThanNothing()
    {
        // A wait that ended a moment after the clock was read for it.
        _inquiry.Waits(50 * s_moment);
        Pass(40);
        Assert.Equal(TimeSpan.Zero, Of(null).Own);
    }

    [Fact]
    public void Times_OfARequest_CountFromItsArrival()
    {
        Pass(3);
        Waits(40, waited => _delivery.StoodInLine(2, waited));
        Send();
        Pass(100);
        Answer(stream: null);
        Pass(7);
        var outcome = Of(_delivery);
        Assert.Equal((150 * s_moment, 143 * s_moment, 40 * s_moment), (outcome.Total, outcome.FirstByte, outcome.Queued));
    }

    private void Pass(int milliseconds) => _time.Advance(milliseconds * s_moment);

    private void Waits(int milliseconds, Action<TimeSpan> told)
    {
        Pass(milliseconds);
        told(milliseconds * s_moment);
    }

    private void Send() => _delivery.FirstSentAt = _time.GetTimestamp();

    private void Answer(StreamRepair? stream)
    {
        _delivery.FirstByteAt = _time.GetTimestamp();
        _delivery.Progress = new Progress
        {
            Attempts = 1,
            AttemptsOver = 1,
            Serving = new Served { Answer = new AnswerState { ReasoningName = default }, Stream = stream }
        };
    }

    // Without a delivery it was refused before it was sent.
    private Outcome Of(Delivery? delivery) => Outcomes.Of(_inquiry, null, delivery, null, AnswerEnd.Complete, 200, _time);
}
