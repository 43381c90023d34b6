namespace Gateway.Routing.Models;

// The words of a row's `match`. The first stands at the start of the name, the others anywhere after it, each as a whole word; a `-` may be
// missing in the name. A star before the first word lets it stand anywhere. A star after a word makes it a prefix. A `$` after a word ends
// the name there.
internal sealed class KnownModelPattern
{
    private readonly string[] _words;
    private readonly bool _isAnywhere;

    public KnownModelPattern(string match)
    {
        var text = match.Trim().ToLowerInvariant();
        _isAnywhere = text.StartsWith('*');
        _words = text.TrimStart('*').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Weight = _words.Sum(w => w.Count(c => c is not '*' and not '-'));
    }

    // The number of letters that must agree; the end of the name counts as one. Of two matching rows, the heavier is the more specific.
    public int Weight { get; }

    public bool IsEmpty => Weight == 0;

    public bool Matches(string text)
    {
        var position = _isAnywhere ? Find(_words[0], text, 0) : End(_words[0], text, 0);
        for (var i = 1; i < _words.Length && position >= 0; i++)
        {
            position = Find(_words[i], text, position);
        }

        return position >= 0;
    }

    private static int Find(string word, string text, int from)
    {
        for (var start = from; start < text.Length; start++)
        {
            var isBorder = start == 0 || !IsWord(text[start]) || !IsWord(text[start - 1]);
            if (isBorder && End(word, text, start) is >= 0 and var end)
            {
                return end;
            }
        }

        return -1;
    }

    // The end of the word in the text, or -1.
    private static int End(string word, string text, int start)
    {
        var isStem = word.EndsWith('*');
        var isLast = word.EndsWith('$');
        var position = start;
        foreach (var c in word.AsSpan().TrimEnd("*$"))
        {
            if (position < text.Length && text[position] == c)
            {
                position++;
            }
            else if (c != '-')
            {
                return -1;
            }
        }

        var isEnd = position == text.Length || (!isLast && (isStem || !IsWord(text[position])));
        return isEnd ? position : -1;
    }

    // A point is part of the word, so `qwen3` is not found in `qwen3.5`.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '.';
}
