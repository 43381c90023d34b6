namespace Gateway.Routing.Models;

/// <summary>The tag that a model's name has without saying so, on a backend that knows tags: <c>mistral</c> is <c>mistral:latest</c>.</summary>
public static class ImplicitTag
{
    private const string Latest = ":latest";

    /// <summary>The name with its tag.</summary>
    /// <param name="model">The name as somebody wrote it; a colon before the last slash belongs to a registry's port.</param>
    public static string Add(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.AsSpan(model.LastIndexOf('/') + 1).Contains(':') ? model : model + Latest;
    }

    /// <summary>The name as people write it who leave the tag out; <see langword="null"/> when it has another tag, or none.</summary>
    /// <param name="model">The name.</param>
    public static string? Remove(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Length > Latest.Length && model.EndsWith(Latest, StringComparison.OrdinalIgnoreCase) ? model[..^Latest.Length] : null;
    }
}
