using Gateway.Attempts;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The order of a request's candidates, and what a test says came of their turns.</summary>
internal sealed class OrderRig : IDisposable
{
    public OrderRig(params string[] candidates)
        : this(new AttemptSetup(), candidates)
    {
    }

    public OrderRig(AttemptSetup setup, params string[] candidates)
    {
        Request = new AttemptRig(setup, candidates);
        (Sender, Order) = Over(Request.Context);
    }

    public AttemptRig Request { get; }

    public AttemptSender Sender { get; private set; }

    public CandidateOrder Order { get; private set; }

    /// <summary>The same where an answer that broke is to be continued.</summary>
    public OrderRig Continued()
    {
        (Sender, Order) = Over(Request.Continued());
        return this;
    }

    public AttemptTurn Turn(int index) => Order.TurnOf(index, Request.Message);

    /// <summary>The candidate failed.</summary>
    public void Fails(int index, BackendFailure kind = BackendFailure.Unavailable, int status = 0, TooLong lengths = default) =>
        Tried(index, AttemptRig.FailureOf(Request[index], kind, status) with { Lengths = lengths });

    /// <summary>The candidate is well, but has a line of its own that is full.</summary>
    public void IsBusy(int index) =>
        Tried(index, AttemptRig.FailureOf(Request[index], BackendFailure.Busy, 503) with { PassesByItself = true });

    /// <summary>The candidate is out, so it was not tried.</summary>
    public void IsOut(int index) => Order.Tried(index, Turn(index), AttemptOutcome.NotTried);

    /// <summary>The places of all whose turn comes, in order, when each fails.</summary>
    public string Rest()
    {
        var order = new List<int>();
        while (Order.Next() is var next and not CandidateOrder.None)
        {
            Assert.True(order.Count < 20, "It never ends.");
            order.Add(next);
            Fails(next);
        }

        return string.Join(' ', order);
    }

    public void Dispose() => Request.Dispose();

    private void Tried(int index, AttemptFailure failure)
    {
        Sender.NoteBroken(failure);
        Order.Tried(index, Turn(index), new AttemptOutcome(null, failure, null));
    }

    private static (AttemptSender, CandidateOrder) Over(AttemptContext context)
    {
        var sender = new AttemptSender(context);
        return (sender, new CandidateOrder(context, sender));
    }
}
