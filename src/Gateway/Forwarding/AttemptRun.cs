using Gateway.Protocol;
using Gateway.Routing.Routes;

namespace Gateway.Forwarding;

/// <summary>
/// The attempts of one request, in three passes over its candidates: those that are well and have room; those with a line before
/// them; those that are out, which are tried only when nothing else is left.
/// </summary>
internal sealed class AttemptRun(Exchange exchange, HttpRequestMessage message)
{
    private readonly AttemptSender _sender = new(exchange, message);

    // One bit for each place of the shortlist.
    private uint _done;
    private uint _out;

    public IReadOnlyList<AttemptFailure> Failures => _sender.Failures;

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

            var outcome = await _sender.SendAsync(candidate, mayRetry: !HasAnother(i), isLastResort: pass == Pass.LastResort);
            if (outcome.Response is { } response)
            {
                return response;
            }

            _ = outcome.IsNotTried ? _out |= 1u << i : _done |= 1u << i;
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
        if (pass == Pass.WithRoom && HasAnother(index) && _sender.ExpectedWait(candidate) > _sender.SpillAfter(candidate))
        {
            return true;
        }

        var (left, reason) = candidate.Load.IsRefused
            ? (candidate.Load.RefusedFor, candidate.Load.RefusalReason)
            : (candidate.State.PauseLeft, candidate.State.PauseReason);
        if (left > TimeSpan.Zero)
        {
            // Its backend said so; asking sooner only makes it longer.
            _done |= 1u << index;
            _sender.Skip((AttemptFailure)reason! with { Candidate = candidate }, left);
            return true;
        }

        return false;
    }

    private bool HasAnother(int index)
    {
        for (var i = 0; i < exchange.Request.Candidates.Count; i++)
        {
            if (i != index && !Has(_done, i) && !Has(_out, i) && exchange.Request.Candidates[i] is { State.IsPaused: false, Load.IsRefused: false })
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
        [.., { Kind: BackendFailure.ContextTooLong } last] => candidate.Card.ContextLength > (last.Candidate.Card.ContextLength ?? int.MaxValue),
        [.., var last] => last.FailsOver,
    };

    private enum Pass
    {
        WithRoom,
        InLine,
        LastResort,
    }

    private static bool Has(uint bits, int index) => (bits & (1u << index)) != 0;
}
