using System.Collections.Immutable;

namespace Gateway.Backends;

/// <summary>What the gateway learned of a backend. Survives a reload of the configuration.</summary>
internal sealed class BackendState
{
    private volatile Known _known = new(null, null);

    /// <summary>The models it lists; null until it has answered once. A probe that fails keeps the last list.</summary>
    public ImmutableArray<string>? Models => _known.Models;

    /// <summary>Why the last probe failed; null: it did not, or there was none yet.</summary>
    public string? Problem => _known.Problem;

    /// <returns>Whether the list differs from the last one.</returns>
    public bool Answered(ImmutableArray<string> models)
    {
        var before = _known;
        _known = new Known(models, null);
        return before.Models is not { } last || !last.SequenceEqual(models, StringComparer.Ordinal);
    }

    /// <returns>Whether this is news.</returns>
    public bool Failed(string problem)
    {
        var before = _known;
        _known = before with { Problem = problem };
        return before.Problem != problem;
    }

    private sealed record Known(ImmutableArray<string>? Models, string? Problem);
}
