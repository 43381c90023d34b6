using System.Text;

namespace Gateway.Wire.Heads;

/// <summary>
/// The members of a delta that hold an answer, beside its text, its tool calls and the two names of reasoning that every client knows.
/// Other members, such as a role or a name, say nothing by themselves.
/// </summary>
internal static class ContentNames
{
    private static readonly byte[][] Names =
        [.. new[] { "refusal", "audio", "function_call", "reasoning_details", "thinking", "images" }.Select(Encoding.UTF8.GetBytes)];

    public static bool Holds(ReadOnlySpan<byte> name)
    {
        foreach (var known in Names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
