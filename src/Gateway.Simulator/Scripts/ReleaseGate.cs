using System.Collections.Concurrent;

namespace Gateway.Simulator.Scripts;

/// <summary>Holds requests of a model until it is released.</summary>
internal sealed class ReleaseGate
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <summary>
    /// Ends at the next release of the model. A request takes it before anyone can see the request, so that a release
    /// made on sight of the request is never too early.
    /// </summary>
    public Task Next(string model) =>
        _next.GetOrAdd(model, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Release(string model)
    {
        if (_next.TryRemove(model, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}
