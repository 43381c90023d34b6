using System.Text;

namespace Gateway.Simulator.Answers;

/// <summary>Recognizes Chinese characters and their punctuation.</summary>
internal static class Cjk
{
    private const string Openers = "【《「『（〈";

    public static bool IsIdeograph(Rune rune) =>
        rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    public static bool IsPunctuation(Rune rune) => rune.Value is (>= 0x3000 and <= 0x303F) or (>= 0xFF00 and <= 0xFFEF);

    public static bool IsOpener(Rune rune) => rune.IsBmp && Openers.Contains((char)rune.Value);
}
