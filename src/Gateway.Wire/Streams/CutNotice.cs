using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Wire.Answers;

namespace Gateway.Wire.Streams;

/// <summary>
/// Tells a streaming client that its prompt was cut, in a comment before the end. Every stream reader ignores comments, and anyone who
/// looks for this one finds it. A header would be too early: the token counts come last in a stream.
/// </summary>
internal static class CutNotice
{
    public static void Write(IBufferWriter<byte> output, AnswerState answer)
    {
        if (answer.IsPromptCut)
        {
            output.Write(Encoding.UTF8.GetBytes($": prompt-cut: {Words(answer)}\n\n"));
        }
    }

    /// <summary>The notice in words, for a header.</summary>
    public static string Words(AnswerState answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"the model read {answer.PromptRead} tokens of a prompt that has {answer.Defaults!.LeastPrompt} at the least; the rest was cut");
}
