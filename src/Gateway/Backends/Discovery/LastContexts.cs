using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// The contexts that models had when last seen loaded, for a server that only reports the context of loaded models. It
/// most likely gives the same again.
/// </summary>
internal sealed class LastContexts
{
    private readonly ConcurrentDictionary<string, (int Tokens, string? Setting)> _last = new(StringComparer.Ordinal);

    /// <summary>Remembers the contexts of loaded models, and adds them to those that are not loaded.</summary>
    /// <param name="models">The facts the server reports.</param>
    /// <param name="settingOf">The setting with which a model is loaded, if the server reports it; another
    /// setting means another context.</param>
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
