namespace Gateway.Protocol;

/// <summary>What a chat request contains beside text.</summary>
[Flags]
internal enum MediaKind : byte
{
    None = 0,
    InlineImage = 1,
    RemoteImage = 2,
    Audio = 4,
}
