namespace Gateway.Wire.Bytes;

/// <summary>Checks what may stand in a header: visible ASCII and blanks. Model names and client input follow no such rule.</summary>
internal static class HeaderText
{
    public static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange(' ', '~') < 0;

    public static string Escape(string text) => IsPlain(text) ? text : Uri.EscapeDataString(text);
}
