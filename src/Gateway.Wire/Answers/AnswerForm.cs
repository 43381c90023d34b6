using System.Text;

namespace Gateway.Wire.Answers;

/// <summary>The shape in which a client reads an answer, and the member in which the backend writes its text.</summary>
internal sealed class AnswerForm
{
    private AnswerForm(string chunk, string body, string idPrefix, string emptyChoice)
    {
        ChunkObject = Encoding.UTF8.GetBytes($"\"{chunk}\"");
        BodyObject = Encoding.UTF8.GetBytes($"\"{body}\"");
        (IdPrefix, OneEmptyChoice) = (idPrefix, emptyChoice);
        OneEmptyChoiceJson = Encoding.UTF8.GetBytes(emptyChoice);
    }

    /// <summary>Messages, and in a stream their deltas.</summary>
    public static AnswerForm Chat { get; } = new(
        "chat.completion.chunk", "chat.completion", "chatcmpl-", """[{"index":0,"delta":{},"finish_reason":null}]""");

    /// <summary>Bare text, in <c>choices[].text</c>.</summary>
    public static AnswerForm Text { get; } = new(
        "text_completion", "text_completion", "cmpl-", """[{"index":0,"text":"","finish_reason":null}]""")
    {
        IsText = true,
        HasText = true,
    };

    /// <summary>Messages from a backend that writes bare text: Mistral's fill-in-the-middle answers.</summary>
    public static AnswerForm TextAsChat { get; } = new(
        "chat.completion.chunk", "chat.completion", "cmpl-", """[{"index":0,"delta":{},"finish_reason":null}]""")
    {
        HasText = true,
    };

    /// <summary>True when the client reads <c>text</c>.</summary>
    public bool IsText { get; private init; }

    /// <summary>True when the backend writes <c>text</c>.</summary>
    public bool HasText { get; private init; }

    /// <summary>The <c>object</c> of an event, as JSON.</summary>
    public byte[] ChunkObject { get; }

    /// <summary>The <c>object</c> of an unstreamed answer, as JSON.</summary>
    public byte[] BodyObject { get; }

    /// <summary>The prefix of ids that the gateway makes.</summary>
    public string IdPrefix { get; }

    /// <summary>One empty choice, for clients that read the first choice of every event without checking that there is one.</summary>
    public string OneEmptyChoice { get; }

    public byte[] OneEmptyChoiceJson { get; }
}
