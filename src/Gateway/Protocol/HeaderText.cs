namespace Gateway.Protocol;

/// <summary>What may stand in a header: visible ASCII and blanks. Names of models and what clients send know no such rule.</summary>
internal static class HeaderText
{
    public static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange(' ', '~') < 0;

    public static string Escape(string text) => IsPlain(text) ? text : Uri.EscapeDataString(text);
}
