using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>
/// The attempts of one request, in three passes over its candidates: those that are well and have room; those with a line before
/// them; those that are out, which are tried only when nothing else is left.
/// </summary>
internal sealed class AttemptRun(Exchange exchange, HttpRequestMessage message)
{
    private readonly AttemptSender _sender = new(exchange);

    private const int None = -1;

    // One bit for each place of the shortlist.
    private uint _done;
    private uint _out;
    // The place of the candidate that was tried beside another; one request has one at most.
    private int? _hedge;

    public IReadOnlyList<AttemptFailure> Failures => _sender.Failures;

    /// <summary>Whether a candidate that was not tried could go on with the answer that this run brought.</summary>
    public bool LeavesPrefixTakers => PrefixTakers() != 0;

    /// <summary>The run that continues the answer which this one brought and which broke.</summary>
    /// <param name="continued">The exchange, with what is continued.</param>
    /// <param name="spare">A message of its own.</param>
    public AttemptRun Continue(Exchange continued, HttpRequestMessage spare) => new(continued, spare)
    {
        _done = ~PrefixTakers(),
        // No race: the client has waited for the first event once.
        _hedge = None,
    };

    /// <summary>Notes the answer that is continued as a failed attempt.</summary>
    public void NoteBroken(Candidate candidate, ResumableRepair broken) => _sender.NoteBroken(new AttemptFailure(
        candidate, broken.BrokeAs == AnswerEnd.Stalled ? BackendFailure.Timeout : BackendFailure.BadAnswer, StatusCodes.Status200OK, null, broken.Failure!));

    /// <returns>The answer to commit; null when all candidates failed.</returns>
    public async ValueTask<HttpResponseMessage?> RunAsync() =>
        await PassAsync(Pass.WithRoom) ?? await PassAsync(Pass.InLine) ?? await PassAsync(Pass.LastResort);

    private async ValueTask<HttpResponseMessage?> PassAsync(Pass pass)
    {
        for (var i = 0; i < exchange.Request.Candidates.Count; i++)
        {
            var candidate = exchange.Request.Candidates[i];
            if (Has(_done, i) || !MayFollow(candidate) || IsLeftOut(candidate, i, pass))
            {
                continue;
            }

            if (await TakeTurnAsync(i, pass) is { } response)
            {
                return response;
            }
        }

        return null;
    }

    private async ValueTask<HttpResponseMessage?> TakeTurnAsync(int index, Pass pass)
    {
        if (exchange.Continuation is null)
        {
            exchange.Request.TurnAt = exchange.Time.GetTimestamp();
            exchange.Request.FirstTurnAt = exchange.Request.FirstTurnAt == 0 ? exchange.Request.TurnAt : exchange.Request.FirstTurnAt;
        }

        var hasAnother = HasAnother(index, pass);
        var turn = new AttemptTurn(exchange.Request.Candidates[index], message, exchange.Client)
        {
            MayRetry = !hasAnother,
            IsLastResort = pass == Pass.LastResort || exchange.Request.Candidates.Count == 1,
        };
        if (hasAnother && _hedge is null && exchange.Request.FirstEvents?.P95 is { } patience)
        {
            return await RaceAsync(index, turn, patience);
        }

        var outcome = await _sender.SendAsync(turn);
        if (outcome.Response is not null)
        {
            _sender.Adopt(outcome);
        }

        return Take(index, outcome);
    }

    private async ValueTask<HttpResponseMessage?> RaceAsync(int index, AttemptTurn turn, TimeSpan patience)
    {
        var (first, second) = await new AttemptRace(exchange, _sender).RunAsync(turn, patience, spare => Hedge(index, spare));
        if (second is not null)
        {
            Take(_hedge!.Value, second);
        }

        return Take(index, first);
    }

    private HttpResponseMessage? Take(int index, AttemptOutcome outcome)
    {
        _ = outcome.IsNotTried ? _out |= 1u << index : _done |= 1u << index;
        return outcome.Response;
    }

    // The next that is well and takes it at once: who hedges must not make others wait.
    private AttemptTurn? Hedge(int first, HttpRequestMessage spare)
    {
        var slow = exchange.Request.Candidates[first];
        for (var i = 0; i < exchange.Request.Candidates.Count; i++)
        {
            var candidate = exchange.Request.Candidates[i];
            if (!Has(_done | _out, i)
                && !candidate.Is(slow.Backend, slow.Model)
                && candidate is { State: { IsPaused: false, IsOut: false }, Load: { IsDown: false, IsRefused: false } }
                && MayFollow(candidate)
                && _sender.TryEnter(candidate, out var place))
            {
                _hedge = i;
                return new AttemptTurn(candidate, spare, exchange.Client) { IsHedge = true, Place = place };
            }
        }

        return null;
    }

    private bool IsLeftOut(Candidate candidate, int index, Pass pass)
    {
        if (pass != Pass.LastResort && Has(_out, index))
        {
            return true;
        }

        // Waiting is worth it only where nobody else has room.
        if (pass == Pass.WithRoom && HasAnother(index, pass) && _sender.ExpectedWait(candidate) > _sender.SpillAfter(candidate))
        {
            return true;
        }

        if (_sender.Skips(candidate))
        {
            _done |= 1u << index;
            return true;
        }

        return !_sender.MaySend(candidate);
    }

    private uint PrefixTakers()
    {
        var takers = 0u;
        for (var i = 0; i < exchange.Request.Candidates.Count; i++)
        {
            var candidate = exchange.Request.Candidates[i];
            if (!Has(_done, i)
                && exchange.Request.Served?.Is(candidate.Backend, candidate.Model) != true
                && exchange.Snapshot.Backends[candidate.Backend].Provider.Prefix is not null)
            {
                takers |= 1u << i;
            }
        }

        return takers;
    }

    // One that is out is another only where all are that are left.
    private bool HasAnother(int index, Pass pass)
    {
        for (var i = 0; i < exchange.Request.Candidates.Count; i++)
        {
            if (i != index
                && !Has(_done, i)
                && (pass == Pass.LastResort || !Has(_out, i))
                && exchange.Request.Candidates[i] is { State.IsPaused: false, Load.IsRefused: false })
            {
                return true;
            }
        }

        return false;
    }

    // A fault of the request itself is the same everywhere, but for its length: what one model's context is too short for,
    // one with a longer may take. The estimate that chose them is only that.
    private bool MayFollow(Candidate candidate) => Failures switch
    {
        [] => true,
        // One refuses a prefix that another takes, with what reads as a fault of the request.
        _ when exchange.Continuation is not null => true,
        _ when Failures.Any(static f => f.Kind == BackendFailure.ClientFault) => false,
        [.., { Kind: BackendFailure.ContextTooLong } last] => MayTakeMore(candidate, last),
        [.., var last] => last.FailsOver,
    };

    // 413 is mostly a limit for bytes of what stands before a backend, and before another there is another.
    private static bool MayTakeMore(Candidate candidate, AttemptFailure tooLong) =>
        candidate.Card.ContextLength > (tooLong.Candidate.Card.ContextLength ?? int.MaxValue)
        || (tooLong.Status == StatusCodes.Status413PayloadTooLarge
            && !candidate.Backend.Equals(tooLong.Candidate.Backend, StringComparison.OrdinalIgnoreCase));

    private enum Pass
    {
        WithRoom,
        InLine,
        LastResort,
    }

    private static bool Has(uint bits, int index) => (bits & (1u << index)) != 0;
}
