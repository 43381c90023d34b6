using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// The contexts that models had when they were seen loaded last, of a server that tells a context of loaded models only. It most likely
/// gives the same again.
/// </summary>
internal sealed class LastContexts
{
    private readonly ConcurrentDictionary<string, (int Tokens, string? Setting)> _last = new(StringComparer.Ordinal);

    /// <summary>Remembers the contexts of loaded models, and adds them to those that are not.</summary>
    /// <param name="models">What the server says.</param>
    /// <param name="settingOf">With what a model is loaded, where the server tells; another setting is another context.</param>
    public ImmutableArray<ModelFacts> Complete(ImmutableArray<ModelFacts> models, Func<ModelFacts, string?> settingOf)
    {
        foreach (var gone in _last.Keys.Except(models.Select(m => m.Model), StringComparer.Ordinal).ToList())
        {
            _last.TryRemove(gone, out _);
        }

        return [.. models.Select(m => Complete(m, settingOf(m)))];
    }

    public void Forget() => _last.Clear();

    private ModelFacts Complete(ModelFacts model, string? setting)
    {
        if (model.ServedContext is { } served)
        {
            _last[model.Model] = (served, setting);
            return model;
        }

        return _last.TryGetValue(model.Model, out var last) && last.Setting == setting
            ? model with { ServedContext = last.Tokens, ServedSource = ContextSource.LastLoaded }
            : model;
    }
}
