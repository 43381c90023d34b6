namespace Gateway.Backends.Providers;

/// <summary>How a provider is told to go on with an assistant's text, which is always the last message.</summary>
internal sealed record AssistantPrefix
{
    /// <summary>Where such a request goes, behind the backend's root; null: where all chats go.</summary>
    public string? Path { get; init; }

    /// <summary>The member of the body, in quotes, that holds the text in the message's place; empty: the message stays.</summary>
    public ReadOnlyMemory<byte> InPlace { get; init; }

    /// <summary>Whether a model must not think for it, which it would do before its text.</summary>
    public bool WithoutThinking { get; init; }

    /// <summary>Members that the message needs beside role and content, each behind a comma.</summary>
    public ReadOnlyMemory<byte> OfMessage { get; init; }

    /// <summary>Members that the body needs, each behind a comma.</summary>
    public ReadOnlyMemory<byte> OfBody { get; init; }

    /// <summary>Whether nothing needs to be said for it.</summary>
    public bool IsUnasked => InPlace.IsEmpty && OfMessage.IsEmpty && OfBody.IsEmpty;
}
