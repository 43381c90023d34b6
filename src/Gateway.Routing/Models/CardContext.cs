namespace Gateway.Routing.Models;

// The context on a card is the one the model will be given. The trained context is only an upper bound; it counts by itself only where the
// backend gives models all they can take.
internal static class CardContext
{
    public static (int? Tokens, ContextSource? Source) Of(
        OperatorFacts own, BackendTraits backend, ModelFacts facts, KnownModel? known, bool isElsewhere)
    {
        // 1. The operator's setting: for this model, else for the backend.
        if (own.ContextLength is { } said)
        {
            return (said, ContextSource.Operator);
        }

        var trained = facts.ContextLength ?? known?.ContextLength;
        if (backend.ContextLength is { } served)
        {
            return (Math.Min(served, Bound(facts, trained)), ContextSource.Operator);
        }

        // 2. The context the backend reports.
        if (facts.ServedContext is { } given)
        {
            return (given, facts.ServedSource ?? ContextSource.Loaded);
        }

        // 3. The default of this kind of backend. A model that is passed on runs elsewhere, where nothing is held back.
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

    // `backend.contextLength` stands for OLLAMA_CONTEXT_LENGTH; a smaller num_ctx of the model takes precedence, as in Ollama.
    private static int Bound(ModelFacts facts, int? trained) => Math.Min(
        trained ?? int.MaxValue,
        facts is { ServedSource: ContextSource.OwnSetting, ServedContext: { } own } ? own : int.MaxValue);
}
