using Gateway.Routing.Models;

namespace Gateway.Routing.Explanations;

// Words a model's context and how it is known.
internal static class ContextText
{
    public static string Of(ModelCard card) =>
        card.ContextLength is { } context ? $"context {DemandWords.Tokens(context)}{Why(card)}" : "context unknown";

    /// <returns>The source in brackets, after a blank; empty when the figure needs none.</returns>
    public static string Why(ModelCard card) => card.ContextSource switch
    {
        ContextSource.Operator => " (by the configuration)",
        ContextSource.OwnSetting => " (the model's own setting)",
        ContextSource.LastLoaded => " (when it was loaded last)",
        ContextSource.ServerSetting => $" (what {card.Backend} gave another model)",
        ContextSource.KindsDefault => " (the default of such servers)",
        ContextSource.CutAnswer => $" (as an answer of {card.Backend} shows)",
        ContextSource.Loaded or ContextSource.Trained or ContextSource.CuratedTable or null => "",
    };
}
