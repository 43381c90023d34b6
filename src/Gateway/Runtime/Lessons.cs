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
}
