using System.Text;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Composing;

/// <summary>Derives an answer from a prompt. The same prompt gives the same words, in the prompt's language.</summary>
internal static class AnswerText
{
    // "[simulated]", the model and "answers:" are three pieces in both languages.
    private const int AnnouncingWords = 3;
    private const int FewestWords = 12;
    private const int WordSpread = 24;
    private const int WordsInSentence = 8;

    public static string For(string prompt, string model, int? words)
    {
        var state = StableHash.Of(prompt);
        var chinese = prompt.EnumerateRunes().Any(Cjk.IsIdeograph);
        var derived = FewestWords + (int)(StableHash.Next(ref state) % WordSpread);
        var count = Math.Max(0, (words ?? AnnouncingWords + derived) - AnnouncingWords);
        var list = chinese ? WordLists.Chinese : WordLists.English;
        var text = new StringBuilder(chinese ? $"【模拟】{model} 回答：" : $"[simulated] {model} answers:");
        for (var i = 1; i <= count; i++)
        {
            text.Append(chinese ? "" : " ").Append(list[StableHash.Next(ref state) % (ulong)list.Length]);
            if (i == count || i % WordsInSentence == 0)
            {
                text.Append(chinese ? '。' : '.');
            }
        }
        return text.ToString();
    }
}
