namespace Gateway.Simulator.Answers;

/// <summary>Computes FNV-1a over text. string.GetHashCode differs in every process, and answers must not.</summary>
internal static class StableHash
{
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }
        return hash;
    }

    /// <summary>Text that looks random and depends only on the seed.</summary>
    public static string Text(ulong seed, int length, string alphabet) =>
        string.Create(length, (seed, alphabet), static (characters, from) =>
    {
        var (state, letters) = from;
        foreach (ref var character in characters)
        {
            character = letters[(int)(Next(ref state) % (ulong)letters.Length)];
        }
    });

    /// <summary>The next number of the sequence in <paramref name="state"/> (xorshift).</summary>
    public static ulong Next(ref ulong state)
    {
        state = state == 0 ? 1 : state;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    }
}
