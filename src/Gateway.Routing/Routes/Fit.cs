namespace Gateway.Routing.Routes;

/// <summary>The fit of a prompt into a model's context, as far as the prompt's length is known.</summary>
public enum Fit
{
    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It may or may not fit: its length is known too roughly.</summary>
    Unsure,

    /// <summary>It does not fit.</summary>
    Cannot,
}
