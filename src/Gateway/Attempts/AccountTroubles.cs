using System.Collections.Concurrent;
using Gateway.Wire.Errors;
using Gateway.Routing.Candidates;

namespace Gateway.Attempts;

/// <summary>
/// Remembers which backends refuse the gateway's credential or have no credit, until a model that failed for that reason answers again.
/// While there are none, a request pays for one look at a field.
/// </summary>
internal sealed class AccountTroubles
{
    private readonly ConcurrentDictionary<(string Backend, BackendFailure Kind), AccountTrouble> _all = new();
    private volatile bool _isAny;

    public IReadOnlyCollection<AccountTrouble> All => [.. _all.Values];

    public void Failed(AttemptFailure failure)
    {
        if (failure is not { Kind: BackendFailure.OutOfCredit or BackendFailure.Credential, IsSkipped: false })
        {
            return;
        }

        var (backend, model) = (failure.Candidate.Backend, failure.Candidate.Model);
        // Not its words, in which it may quote the prompt.
        var reason = failure.Code is null ? $"{failure.Status}" : $"{failure.Status}, {failure.Code}";
        _all.AddOrUpdate(
            (backend, failure.Kind),
            static (key, a) => new AccountTrouble(key.Backend, key.Kind, a.Reason, [a.Model]),
            static (_, known, a) => known with { Reason = a.Reason, Models = known.Models.Add(a.Model) },
            (Reason: reason, Model: model));
        _isAny = true;
    }

    /// <summary>Notes that a model answered. Only one that had failed counts, since a free model says nothing about the account.</summary>
    public void Answered(Candidate candidate)
    {
        if (!_isAny)
        {
            return;
        }

        foreach (var (key, trouble) in _all)
        {
            if (key.Backend == candidate.Backend && trouble.Models.Contains(candidate.Model))
            {
                _all.TryRemove(key, out _);
            }
        }

        _isAny = !_all.IsEmpty;
    }
}
