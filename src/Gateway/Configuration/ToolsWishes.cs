namespace Gateway.Configuration;

/// <summary>What a wish about tools says by itself.</summary>
internal static class ToolsWishes
{
    /// <summary>Whether tools are optional; null: that depends on the client.</summary>
    public static bool? IsOptional(this ToolsWish wish) => wish switch
    {
        ToolsWish.Auto => null,
        ToolsWish.Optional => true,
        ToolsWish.Required => false,
    };
}
