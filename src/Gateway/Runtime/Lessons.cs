using Gateway.Backends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>Takes in what models turn out to lack, so that the next request which needs it goes elsewhere.</summary>
internal sealed class Lessons(SnapshotRefresh refresh)
{
    /// <summary>A request was refused for a lack. Ends when routing knows it: most refusals tell nothing new, and end at once.</summary>
    public Task TakeInAsync(Candidate candidate, Lack lack) =>
        lack != default && candidate.State.Lesson.Learn(lack, candidate.Card.Said, candidate.Load.Returns)
            ? refresh.RunAsync()
            : Task.CompletedTask;

    /// <summary>A request that needs an ability was answered. Ends when routing knows it, which mostly is at once.</summary>
    public Task ProveAsync(Candidate candidate, Tag tags) =>
        tags != Tag.None && !candidate.Card.Tags.Has(tags) && candidate.State.Lesson.Prove(tags, candidate.Card.Said, candidate.Load.Returns)
            ? refresh.RunAsync()
            : Task.CompletedTask;

    /// <summary>
    /// An answer gave away that a model has a shorter context than it is said to have. Ends when routing knows it.
    /// </summary>
    /// <param name="backend">The backend that cut the prompt.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="tokens">What surely fits, in tokens.</param>
    /// <returns>Whether it is news. Then the backend should be asked soon what it really gives.</returns>
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
