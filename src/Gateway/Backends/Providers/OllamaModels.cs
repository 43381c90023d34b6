using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// Joins what an Ollama says of its models in its three lists: what is warm, and the context each will be given. In this order: the
/// model's own <c>num_ctx</c>; what it is loaded with; what a chat model without one shows to be the server's setting; the usual one.
/// </summary>
/// <param name="memory">What was learned so far.</param>
/// <param name="keys">The pulled state of each listed model.</param>
/// <param name="usual">The context that such a server gives where nobody sets one.</param>
internal sealed class OllamaModels(ProbeMemory memory, IReadOnlyDictionary<string, OllamaModelKey> keys, int usual)
{
    /// <param name="listed">What <c>/api/tags</c> says.</param>
    /// <param name="loaded">What <c>/api/ps</c> says; null when that is not known.</param>
    /// <param name="now">The present.</param>
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
        if (loaded.LooksRestarted(memory.Loaded, now))
        {
            memory.ForgetRun();
        }

        memory.Loaded = loaded;
        memory.Setting.See(
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
        // A version that tells capabilities for each model apart tells there where it runs, too.
        return facts with { IsPlaceUnproved = facts.Capabilities is null && shown is null };
    }

    private ModelFacts Place(ModelFacts facts, OllamaLoaded? loaded)
    {
        // What runs elsewhere needs no loading here, and has its context there.
        if (facts.IsRemote)
        {
            return facts;
        }

        var runner = loaded is null ? null : RunnerOf(facts, loaded);
        var (context, source) = ContextOf(facts, runner);
        facts = facts with { RunsAs = ShownOf(facts)?.Runner };
        return facts with { IsWarm = loaded is null ? null : runner is not null, ServedContext = context, ServedSource = source };
    }

    // Ollama gives no model more than it was trained for, whoever asks.
    private (int Tokens, ContextSource Source) ContextOf(ModelFacts facts, OllamaRunner? runner)
    {
        var trained = facts.ContextLength ?? int.MaxValue;
        return ShownOf(facts)?.NumCtx is { } own ? (Math.Min(own, trained), ContextSource.OwnSetting)
            : runner?.Context is { } given ? (Math.Min(given, trained), ContextSource.Loaded)
            : ShownOf(facts) is null ? Unasked(facts.ContextLength)
            : memory.Setting.Of(usual, facts.ContextLength);
    }

    // It may have a setting of its own that nobody has read yet, so a large one of the server is not promised to it.
    private (int Tokens, ContextSource Source) Unasked(int? trained)
    {
        var (tokens, source) = memory.Setting.Of(usual, trained);
        return tokens > usual ? (usual, ContextSource.KindsDefault) : (tokens, source);
    }

    private OllamaRunner? RunnerOf(ModelFacts facts, OllamaLoaded loaded) =>
        loaded.Runners.FirstOrDefault(r => r.Is(facts.Model, keys[facts.Model].Digest))
        ?? (ShownOf(facts)?.Runner is { } wanted ? loaded.Runners.FirstOrDefault(r => StartedWith(r) == wanted) : null);

    private string? StartedWith(OllamaRunner runner) =>
        keys.TryGetValue(runner.Model, out var key) && runner.Is(key.Model, key.Digest) && memory.Shown.TryGetValue(key, out var shown)
            ? shown.Runner
            : null;

    // A model that embeds has a small context of its own; of one that could not be asked for its setting nobody knows whose it has.
    private bool TakesTheServersSetting(ModelFacts facts) =>
        !facts.IsRemote
        && ShownOf(facts) is { NumCtx: null }
        && facts.Capabilities?.Contains("completion", StringComparer.OrdinalIgnoreCase) == true;

    private OllamaShown? ShownOf(ModelFacts facts) => memory.Shown.GetValueOrDefault(keys[facts.Model]);
}
