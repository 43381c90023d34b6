using Gateway.Backends;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Runtime;

/// <summary>Records what models turn out to lack, so that the next request that needs it goes elsewhere.</summary>
internal sealed class Lessons(SnapshotRefresh refresh)
{
    /// <summary>
    /// Records a refusal for a missing ability. Completes when routing knows it: most refusals are no news, and complete at once.
    /// </summary>
    public Task TakeInAsync(Candidate candidate, Lack lack) =>
        lack != default && candidate.State.Lesson.Learn(lack, candidate.Card.Said, candidate.Load.Returns)
            ? refresh.RunAsync()
            : Task.CompletedTask;

    /// <summary>Records an answer to a request that needs an ability. Completes when routing knows it, usually at once.</summary>
    public Task ProveAsync(Candidate candidate, Tag tags) =>
        tags != Tag.None
            && !candidate.Card.Tags.Has(tags)
            && candidate.State.Lesson.Prove(tags, candidate.Card.Said, candidate.Load.Returns)
            ? refresh.RunAsync()
            : Task.CompletedTask;

    /// <summary>Records that an answer revealed a shorter context than reported. Completes when routing knows it.</summary>
    /// <param name="backend">The backend that cut the prompt.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="tokens">The number of tokens that certainly fit.</param>
    /// <returns>True when it is news. The backend should then be asked soon for the real context.</returns>
    public async Task<bool> ContextAsync(Backend backend, string model, int tokens)
    {
        if (!backend.State.ServedContextLearned(model, tokens))
        {
            return false;
        }

        await refresh.RunAsync();
        return true;
    }
}
