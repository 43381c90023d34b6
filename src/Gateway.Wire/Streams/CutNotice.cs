using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Wire.Answers;

namespace Gateway.Wire.Streams;

/// <summary>
/// Tells the client of a stream that its prompt was cut, by a comment before the end: every stream reader ignores it, and whoever looks for
/// it finds it. The token counts come last in a stream, long after its headers were sent.
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

    /// <summary>The same in words, for a header.</summary>
    public static string Words(AnswerState answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"the model read {answer.PromptRead} tokens of a prompt that has {answer.Defaults!.LeastPrompt} at the least; the rest was cut");
}
