namespace Gateway.Authentication.Management;

/// <summary>A key that was just made: the one time that its text is told.</summary>
/// <param name="Key">The key, without its text.</param>
/// <param name="Secret">Its text.</param>
internal sealed record ShownKey(KeyView Key, string Secret)
{
    // A record would print its members.
    public override string ToString() => Key.Id;
}
