namespace Gateway.Routing.Models;

// The context that a model is said to have is the one it will be given. What it was trained for bounds that, and is a claim of its own
// only where the backend gives models all they can take.
internal static class CardContext
{
    public static (int? Tokens, ContextSource? Source) Of(
        OperatorFacts own, BackendTraits backend, ModelFacts facts, KnownModel? known, bool isElsewhere)
    {
        // 1. The operator's word: of this model, then of the backend.
        if (own.ContextLength is { } said)
        {
            return (said, ContextSource.Operator);
        }

        var trained = facts.ContextLength ?? known?.ContextLength;
        if (backend.ContextLength is { } served)
        {
            return (Math.Min(served, Bound(facts, trained)), ContextSource.Operator);
        }

        // 2. What the backend gives, as far as it tells.
        if (facts.ServedContext is { } given)
        {
            return (given, facts.ServedSource ?? ContextSource.Loaded);
        }

        // 3. What its kind gives. A model that is only passed on runs where nothing is held back.
        if (backend.GivesLess && !isElsewhere)
        {
            return backend.DefaultContext is { } usual
                ? (Math.Min(usual, trained ?? usual), ContextSource.KindsDefault)
                : (null, null);
        }

        return facts.ContextLength is { } length ? (length, ContextSource.Trained)
            : known?.ContextLength is { } listed ? (listed, ContextSource.CuratedTable)
            : (null, null);
    }

    // `backend.contextLength` stands for OLLAMA_CONTEXT_LENGTH; a model's smaller num_ctx goes before it, as in Ollama.
    private static int Bound(ModelFacts facts, int? trained) => Math.Min(
        trained ?? int.MaxValue,
        facts is { ServedSource: ContextSource.OwnSetting, ServedContext: { } own } ? own : int.MaxValue);
}
