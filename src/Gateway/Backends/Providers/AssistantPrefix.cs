namespace Gateway.Backends.Providers;

/// <summary>How a provider is told to go on with an assistant's text, which is always the last message.</summary>
internal sealed record AssistantPrefix
{
    /// <summary>Where such a request goes, behind the backend's root; null: where all chats go.</summary>
    public string? Path { get; init; }

    /// <summary>Members that the message needs beside role and content, each behind a comma.</summary>
    public ReadOnlyMemory<byte> OfMessage { get; init; }

    /// <summary>Members that the body needs, each behind a comma.</summary>
    public ReadOnlyMemory<byte> OfBody { get; init; }
}
