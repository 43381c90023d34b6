namespace Gateway.Configuration;

/// <summary>Interprets a wish about tools.</summary>
internal static class ToolsWishes
{
    /// <summary>True when tools are optional; null when that depends on the client.</summary>
    public static bool? IsOptional(this ToolsWish wish) => wish switch
    {
        ToolsWish.Auto => null,
        ToolsWish.Optional => true,
        ToolsWish.Required => false,
    };
}
