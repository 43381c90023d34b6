namespace Gateway.Routing.Models;

/// <summary>The tag a model name implies on a backend that has tags: <c>mistral</c> means <c>mistral:latest</c>.</summary>
public static class ImplicitTag
{
    private const string Latest = ":latest";

    /// <summary>Adds the implied tag to a name that has none.</summary>
    /// <param name="model">The name as written; a colon before the last slash belongs to a registry's port.</param>
    public static string Add(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.AsSpan(model.LastIndexOf('/') + 1).Contains(':') ? model : model + Latest;
    }

    /// <summary>Drops the implied tag, as most people do; <see langword="null"/> when the name has another tag or none.</summary>
    /// <param name="model">The name.</param>
    public static string? Remove(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Length > Latest.Length && model.EndsWith(Latest, StringComparison.OrdinalIgnoreCase) ? model[..^Latest.Length] : null;
    }
}
