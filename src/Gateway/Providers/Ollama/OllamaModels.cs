using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>
/// Combines an Ollama's three lists: which models are warm, and the context each will be given. The first of these that is known counts:
/// the model's own <c>num_ctx</c>; the context it is loaded with; the server's setting, as revealed by a chat model without its own; the
/// usual default.
/// </summary>
/// <param name="memory">What was learned so far.</param>
/// <param name="keys">The pulled state of each listed model.</param>
/// <param name="usual">The context such a server gives when nobody sets one.</param>
internal sealed class OllamaModels(ProbeMemory memory, IReadOnlyDictionary<string, OllamaModelKey> keys, int usual)
{
    private readonly OllamaMemory _own = memory.Own<OllamaMemory>();

    /// <param name="listed">What <c>/api/tags</c> reports.</param>
    /// <param name="loaded">What <c>/api/ps</c> reports; null when unknown.</param>
    /// <param name="now">The current time.</param>
    public ImmutableArray<ModelFacts> Complete(ImmutableArray<ModelFacts> listed, OllamaLoaded? loaded, DateTimeOffset now)
    {
        ImmutableArray<ModelFacts> models = [.. listed.Select(Describe)];
        if (loaded is not null)
        {
            TakeIn(loaded, models, now);
        }

        return [.. models.Select(m => Place(m, loaded))];
    }

    private void TakeIn(OllamaLoaded loaded, ImmutableArray<ModelFacts> models, DateTimeOffset now)
    {
        if (loaded.LooksRestarted(_own.Loaded, now))
        {
            memory.ForgetRun();
        }

        _own.Loaded = loaded;
        _own.Setting.See(
            from runner in loaded.Runners
            where runner.Context is not null
            from model in models
            where runner.Is(model.Model, keys[model.Model].Digest) && TakesTheServersSetting(model)
            select (runner.Context!.Value, model.ContextLength));
    }

    private ModelFacts Describe(ModelFacts facts)
    {
        var shown = ShownOf(facts);
        facts = shown?.AddTo(facts) ?? facts;
        // A version that reports capabilities for single models also reports there where the model runs.
        return facts with { IsPlaceUnproved = facts.Capabilities is null && shown is null };
    }

    private ModelFacts Place(ModelFacts facts, OllamaLoaded? loaded)
    {
        // A remote model needs no loading here, and has its context there.
        if (facts.IsRemote)
        {
            return facts;
        }

        var runner = loaded is null ? null : RunnerOf(facts, loaded);
        var (context, source) = ContextOf(facts, runner);
        facts = facts with { RunsAs = ShownOf(facts)?.Runner };
        return facts with { IsWarm = loaded is null ? null : runner is not null, ServedContext = context, ServedSource = source };
    }

    // Ollama never gives a model more than it was trained for, whoever asks.
    private (int Tokens, ContextSource Source) ContextOf(ModelFacts facts, OllamaRunner? runner)
    {
        var trained = facts.ContextLength ?? int.MaxValue;
        return ShownOf(facts)?.NumCtx is { } own ? (Math.Min(own, trained), ContextSource.OwnSetting)
            : runner?.Context is { } given ? (Math.Min(given, trained), ContextSource.Loaded)
            : ShownOf(facts) is null ? Unasked(facts.ContextLength)
            : _own.Setting.Of(usual, facts.ContextLength);
    }

    // It may have a setting that nobody has read yet, so a large server setting is not promised to it.
    private (int Tokens, ContextSource Source) Unasked(int? trained)
    {
        var (tokens, source) = _own.Setting.Of(usual, trained);
        return tokens > usual ? (usual, ContextSource.KindsDefault) : (tokens, source);
    }

    private OllamaRunner? RunnerOf(ModelFacts facts, OllamaLoaded loaded) =>
        loaded.Runners.FirstOrDefault(r => r.Is(facts.Model, keys[facts.Model].Digest))
        ?? (ShownOf(facts)?.Runner is { } wanted ? loaded.Runners.FirstOrDefault(r => StartedWith(r) == wanted) : null);

    private string? StartedWith(OllamaRunner runner) =>
        keys.TryGetValue(runner.Model, out var key) && runner.Is(key.Model, key.Digest) && _own.Shown.TryGetValue(key, out var shown)
            ? shown.Runner
            : null;

    // An embedding model has a small context of its own; for one that could not be asked, nobody knows whose setting applies.
    private bool TakesTheServersSetting(ModelFacts facts) =>
        !facts.IsRemote
        && ShownOf(facts) is { NumCtx: null }
        && facts.Capabilities?.Contains("completion", StringComparer.OrdinalIgnoreCase) == true;

    private OllamaShown? ShownOf(ModelFacts facts) => _own.Shown.GetValueOrDefault(keys[facts.Model]);
}
