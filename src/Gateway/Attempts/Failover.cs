using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// The attempts of one request: each candidate in order, until one brings an answer that may be committed.
/// <see cref="AttemptSender"/> runs a candidate's turn.
/// </summary>
internal sealed class Failover
{
    private readonly AttemptContext _context;
    private readonly HttpRequestMessage _message;
    private readonly AttemptSender _sender;
    private readonly CandidateOrder _order;

    /// <param name="context">The request.</param>
    /// <param name="message">Its message, which each attempt makes its own.</param>
    public Failover(AttemptContext context, HttpRequestMessage message)
    {
        (_context, _message, _sender) = (context, message, new AttemptSender(context));
        _order = new CandidateOrder(context, _sender);
    }

    public IReadOnlyList<AttemptFailure> Failures => _sender.Failures;

    /// <summary>True when an untried candidate could continue the answer this one brought.</summary>
    public bool LeavesPrefixTakers => _order.PrefixTakers != 0;

    /// <returns>The answer to commit; null when all candidates failed.</returns>
    public async ValueTask<HttpResponseMessage?> RunAsync()
    {
        while (_order.Next() is var index and not CandidateOrder.None)
        {
            var turn = _order.TurnOf(index, _message);
            if (_context.Continuation is null)
            {
                _context.Delivery.TurnAt = _context.Time.GetTimestamp();
            }

            AttemptOutcome outcome;
            if (turn.MayHedge && _context.Choice.FirstEvents?.P95 is { } patience)
            {
                outcome = await RaceAsync(index, turn, patience);
            }
            else
            {
                outcome = await _sender.SendAsync(turn);
                if (outcome.Response is not null)
                {
                    _sender.Adopt(outcome);
                }
            }

            _order.Tried(index, turn, outcome);
            if (outcome.Response is { } response)
            {
                return response;
            }
        }

        return null;
    }

    private async ValueTask<AttemptOutcome> RaceAsync(int index, AttemptTurn turn, TimeSpan patience)
    {
        var (outcome, second) = await new AttemptRace(_context, _sender).RunAsync(turn, patience, spare => _order.TakeHedge(index, spare));
        if (second is not null)
        {
            _order.Tried(_order.Hedge!.Value, turn, second);
        }

        return outcome;
    }

    /// <summary>Makes the failover that continues the broken answer of this one.</summary>
    /// <param name="continued">The context, with the text to continue.</param>
    /// <param name="spare">A message of its own.</param>
    public Failover Continue(AttemptContext continued, HttpRequestMessage spare)
    {
        var next = new Failover(continued, spare);
        next._order.KeepTo(_order.PrefixTakers);
        return next;
    }

    /// <summary>Notes the answer that is continued as a failed attempt.</summary>
    public void NoteBroken(Candidate candidate, ResumableRepair broken) => _sender.NoteBroken(new AttemptFailure(
        candidate, broken.BrokeAs == AnswerEnd.Stalled ? BackendFailure.Timeout : BackendFailure.BadAnswer, StatusCodes.Status200OK, null,
        broken.Failure!));
}
