namespace Gateway.Wire.Heads;

/// <summary>The media in a chat request beside text.</summary>
[Flags]
internal enum MediaKind : byte
{
    None = 0,
    InlineImage = 1,
    RemoteImage = 2,
    Audio = 4,
}
