using System.Text;

namespace Gateway.Simulator.Answers;

/// <summary>
/// Cuts text into the pieces that a stream sends one by one. Each piece counts as one token: a word with the blanks before it, or two
/// Chinese characters with their punctuation. Joined, the pieces are the text.
/// </summary>
internal static class WordPieces
{
    private const int IdeographsInPiece = 2;
    private const int RunesInArgumentPiece = 6;

    private enum Core
    {
        None,
        Word,
        Ideographs,
        Closed,
    }

    public static List<string> Split(string text)
    {
        var pieces = new List<string>();
        var (start, at, core, ideographs) = (0, 0, Core.None, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = After(core, ideographs, rune);
            if (next is null)
            {
                pieces.Add(text[start..at]);
                (start, ideographs) = (at, 0);
                next = After(Core.None, 0, rune);
            }
            core = next!.Value;
            ideographs += core == Core.Ideographs ? 1 : 0;
            at += rune.Utf16SequenceLength;
        }
        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }
        return pieces;
    }

    /// <summary>Cuts tool arguments, which <see cref="Split"/> would treat as one long word.</summary>
    public static List<string> SplitArguments(string json)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var runes = 0;
        foreach (var rune in json.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (++runes % RunesInArgumentPiece == 0)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
        }
        if (piece.Length > 0)
        {
            pieces.Add(piece.ToString());
        }
        return pieces;
    }

    /// <summary>The state of the piece after the rune, or null when the rune begins another piece.</summary>
    private static Core? After(Core core, int ideographs, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune) || Cjk.IsOpener(rune))
        {
            return core == Core.None ? Core.None : null;
        }
        if (Cjk.IsPunctuation(rune))
        {
            return Core.Closed;
        }
        var kind = Cjk.IsIdeograph(rune) ? Core.Ideographs : Core.Word;
        var joins = core == Core.None || (core == kind && (kind == Core.Word || ideographs < IdeographsInPiece));
        return joins ? kind : null;
    }
}
