using Gateway.Routing.Models;

namespace Gateway.Routing.Classification;

/// <summary>Decides what <c>auto</c> means for a request, from its structure alone: what it holds, never what it says.</summary>
public static class StructureClassifier
{
    /// <summary>Gets the tag to ask for.</summary>
    /// <param name="demand">The demands of the request.</param>
    /// <returns>
    /// The rarest of the abilities it needs, since that narrows the choice most; <see cref="Tag.Chat"/> when it needs none.
    /// </returns>
    public static Tag TagOf(Demand demand) => demand switch
    {
        _ when (demand & (Demand.FIM | Demand.Infill)) != 0 => Tag.FIM,
        _ when (demand & Demand.Audio) != 0 => Tag.Audio,
        _ when (demand & (Demand.Vision | Demand.ImageAddress)) != 0 => Tag.Vision,
        _ when (demand & Demand.Tools) != 0 => Tag.Tools,
        _ => Tag.Chat,
    };
}
