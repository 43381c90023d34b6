using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Decides which candidate's turn is next, in three passes: healthy ones with room; those with a line; those that are out, which are only
/// tried when nothing else is left.
/// </summary>
internal sealed class CandidateOrder(AttemptContext context, AttemptSender sender)
{
    public const int None = -1;

    // One bit for each place in the shortlist.
    private uint _done;
    private uint _out;
    private uint _seen;
    private Pass _pass;

    /// <summary>
    /// The position of the candidate that was tried beside another; null while there was none. A request has at most one.
    /// </summary>
    public int? Hedge { get; private set; }

    /// <summary>The candidates whose provider can continue a broken answer, as bits of their places.</summary>
    public uint PrefixTakers
    {
        get
        {
            var takers = 0u;
            for (var i = 0; i < Candidates.Count; i++)
            {
                if (!Has(_done, i)
                    && context.Delivery.Served?.Is(Candidates[i].Backend, Candidates[i].Model) != true
                    && context.Snapshot.Backends[Candidates[i].Backend].Provider.Prefix is not null)
                {
                    takers |= 1u << i;
                }
            }

            return takers;
        }
    }

    private ref Shortlist Candidates => ref context.Choice.Candidates;

    private IReadOnlyList<AttemptFailure> Failures => sender.Failures;

    /// <summary>Keeps only some candidates, and hedges none of them: the client has already waited for a first event.</summary>
    public void KeepTo(uint places) => (_done, Hedge) = (~places, None);

    /// <summary>The place of the next candidate; <see cref="None"/> when none is left.</summary>
    public int Next()
    {
        while (true)
        {
            if (NextOf(_pass) is var next and not None)
            {
                _seen |= 1u << next;
                return next;
            }

            if (_pass == Pass.LastResort)
            {
                return None;
            }

            (_pass, _seen) = (_pass + 1, 0);
        }
    }

    /// <summary>Makes a candidate's turn, with what it may do in it.</summary>
    public AttemptTurn TurnOf(int index, HttpRequestMessage message)
    {
        var isFirst = context.Continuation is null;
        var hasAnother = HasAnother(index, _pass);
        var isLast = isFirst && (!hasAnother || _pass == Pass.LastResort);
        return new AttemptTurn(Candidates[index], message, context.Client)
        {
            MayRetry = !hasAnother,
            MayHedge = hasAnother && Hedge is null,
            WaitsForRoom = isLast,
            WaitsForLoad = isLast || (isFirst && context.Choice.ColdStart == ColdStart.Wait),
            IsLastResort = _pass == Pass.LastResort || Candidates.Count == 1,
        };
    }

    /// <summary>Records the result of a turn. A candidate that is only busy for the moment is waited for when no other is left.</summary>
    public void Tried(int index, AttemptTurn turn, AttemptOutcome outcome)
    {
        var comesBack = outcome.Failure is { PassesByItself: true } && !turn.WaitsForRoom && context.Continuation is null;
        _ = outcome.IsNotTried || comesBack ? _out |= 1u << index : _done |= 1u << index;
    }

    /// <summary>The next healthy candidate that takes the request at once: a hedge must not make others wait.</summary>
    public AttemptTurn? TakeHedge(int first, HttpRequestMessage spare)
    {
        var slow = Candidates[first];
        for (var i = 0; i < Candidates.Count; i++)
        {
            var candidate = Candidates[i];
            if (!Has(_done | _out, i)
                && !candidate.Is(slow.Backend, slow.Model)
                && candidate is { State: { IsPaused: false, IsOut: false }, Load: { IsDown: false, IsRefused: false } }
                && MayFollow(candidate)
                && sender.TryEnter(candidate, out var place))
            {
                Hedge = i;
                return new AttemptTurn(candidate, spare, context.Client) { IsHedge = true, Place = place };
            }
        }

        return null;
    }

    // In the policy's order; when all have a line, by the shortest line.
    private int NextOf(Pass pass)
    {
        var (next, shortest) = (None, TimeSpan.MaxValue);
        for (var i = 0; i < Candidates.Count; i++)
        {
            var candidate = Candidates[i];
            if (Has(_done | _seen, i) || !MayFollow(candidate) || IsLeftOut(candidate, i, pass))
            {
                continue;
            }

            if (pass != Pass.InLine)
            {
                return i;
            }

            if (sender.ExpectedWait(candidate) is var wait && wait < shortest)
            {
                (next, shortest) = (i, wait);
            }
        }

        return next;
    }

    private bool IsLeftOut(Candidate candidate, int index, Pass pass)
    {
        if (pass != Pass.LastResort && Has(_out, index))
        {
            return true;
        }

        // Waiting is only worth it when no other has room.
        if (pass == Pass.WithRoom
            && HasAnother(index, pass)
            && sender.ExpectedWait(candidate) is var wait
            && wait > sender.SpillAfter(candidate))
        {
            context.Delivery.Spilled ??= (candidate, wait);
            return true;
        }

        if (sender.Skips(candidate))
        {
            _done |= 1u << index;
            return true;
        }

        return !sender.MaySend(candidate);
    }

    // A candidate that is out only counts as another when all that are left are out.
    private bool HasAnother(int index, Pass pass)
    {
        for (var i = 0; i < Candidates.Count; i++)
        {
            if (i != index
                && !Has(_done, i)
                && (pass == Pass.LastResort || !Has(_out, i))
                && Candidates[i] is { State.IsPaused: false, Load.IsRefused: false })
            {
                return true;
            }
        }

        return false;
    }

    // A fault of the request is the same everywhere, except its length: a prompt too long for one model may fit one with a longer context.
    // The estimate by which they were chosen is only an estimate.
    private bool MayFollow(Candidate candidate) => Failures switch
    {
        [] => true,
        // Some refuse a prefix that others take, with what reads like a fault of the request.
        _ when context.Continuation is not null => true,
        _ => Failures.All(f => f.FailsOver || (f.Kind == BackendFailure.ContextTooLong && LongerContext.MayTake(candidate, f))),
    };

    private static bool Has(uint bits, int index) => (bits & (1u << index)) != 0;

    private enum Pass
    {
        WithRoom,
        InLine,
        LastResort,
    }
}
