namespace Gateway.Routing.Models;

/// <summary>Tells where a candidate runs.</summary>
public static class Places
{
    /// <summary>
    /// True when a model's name says that its backend sends the prompt on to a cloud. Ollama lists such models beside its own, as
    /// <c>name:cloud</c> or <c>name:size-cloud</c>. This is assumed of every backend, since a wrong yes only keeps a prompt at home.
    /// </summary>
    /// <param name="model">The model's name on its backend.</param>
    public static bool IsSentOn(ReadOnlySpan<char> model) =>
        model.EndsWith(":cloud", StringComparison.OrdinalIgnoreCase) || model.EndsWith("-cloud", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when a model may serve a request bound to a place. A model not proved to be at one place is at neither.</summary>
    /// <param name="place">The place asked for.</param>
    /// <param name="card">The model.</param>
    public static bool Allows(this Place place, ModelCard card) => place switch
    {
        Place.Local => card.IsLocal,
        Place.Cloud => card.IsCloud,
        Place.Any => true,
    };
}
